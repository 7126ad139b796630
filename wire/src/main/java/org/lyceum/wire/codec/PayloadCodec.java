package org.lyceum.wire.codec;

/** The payload formats that are looked into. The names are those of the codecs that sessions negotiate. */
public enum PayloadCodec {
    OPUS,
    RED,
    VP8,
    H264,
    VP9,
    AV1
}
