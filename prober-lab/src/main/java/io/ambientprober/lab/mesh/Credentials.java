package io.ambientprober.lab.mesh;

/** A certificate and its key, as PEM. */
public record Credentials(String certificate, String key) {}
