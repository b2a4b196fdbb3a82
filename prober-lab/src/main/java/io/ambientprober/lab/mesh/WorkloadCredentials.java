package io.ambientprober.lab.mesh;

/** A certificate and its key, as PEM. */
public record WorkloadCredentials(String certificate, String key) {}
