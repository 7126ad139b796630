package org.lyceum.platform.streams;

/** A stream together with its new key, which is shown now and never again. */
public record KeyedStream(Stream stream, String streamKey) {}
