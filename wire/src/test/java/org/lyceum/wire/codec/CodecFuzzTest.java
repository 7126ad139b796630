package org.lyceum.wire.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Targets for Jazzer; without it they replay their seeds. */
class CodecFuzzTest {
    @FuzzTest
    void payloads(byte[] bytes) {
        new Vp8Descriptor().parse(bytes, 0, bytes.length);
        new Vp9Descriptor().parse(bytes, 0, bytes.length);
        new H264Payload().parse(bytes, 0, bytes.length);
        new Av1AggregationHeader().parse(bytes, 0, bytes.length);
        new Red().parse(bytes, 0, bytes.length);
    }

    @FuzzTest
    void dependencyDescriptors(byte[] bytes) {
        DependencyDescriptor descriptor = new DependencyDescriptor();
        int middle = bytes.length / 2;
        descriptor.parse(bytes, 0, middle);
        descriptor.parse(bytes, middle, bytes.length - middle);
    }

    @FuzzTest
    void inspection(byte[] bytes) {
        int middle = bytes.length / 2;
        for (PayloadCodec codec : PayloadCodec.values()) {
            FrameInspector inspector = new FrameInspector(codec);
            inspector.inspect(bytes, 0, middle, 0, 0, false, bytes, middle, bytes.length - middle);
            inspector.inspect(bytes, middle, bytes.length - middle, 1, 1, true, bytes, 0, middle);
        }
    }
}
