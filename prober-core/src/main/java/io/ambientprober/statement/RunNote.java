package io.ambientprober.statement;

/**
 * What happened to the canaries of one path, for example that its client was lost.
 *
 * @param path its id
 */
public record RunNote(String path, String text) {}
