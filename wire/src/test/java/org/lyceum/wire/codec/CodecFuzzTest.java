package org.lyceum.wire.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Targets for Jazzer; without it they replay their seeds. */
class CodecFuzzTest {
    @FuzzTest
    void noBytesMakeAPayloadParserFail(byte[] bytes) {
        Vp8Descriptor vp8 = new Vp8Descriptor();
        require(!vp8.parse(bytes, 0, bytes.length) || vp8.length() < bytes.length);
        Vp9Descriptor vp9 = new Vp9Descriptor();
        require(!vp9.parse(bytes, 0, bytes.length) || vp9.length() < bytes.length);
        Red red = new Red();
        require(!red.parse(bytes, 0, bytes.length) || red.primaryOffset() <= bytes.length);
        H264Payload h264 = new H264Payload();
        require(!h264.parse(bytes, 0, bytes.length) || h264.nalUnits() > 0);
        Av1AggregationHeader av1 = new Av1AggregationHeader();
        require(!av1.parse(bytes, 0, bytes.length) || av1.elements() > 0);
    }

    /** The first half is read for its structure, the second with it. */
    @FuzzTest
    void noBytesMakeADescriptorFail(byte[] bytes) {
        DependencyDescriptor descriptor = new DependencyDescriptor();
        int middle = bytes.length / 2;
        descriptor.parse(bytes, 0, middle);
        DependencyDescriptor.Verdict verdict = descriptor.parse(bytes, middle, bytes.length - middle);
        require(verdict != DependencyDescriptor.Verdict.PARSED
                || (descriptor.structure() != null && descriptor.spatialId() <= 3 && descriptor.temporalId() <= 7));
    }

    @FuzzTest
    void noBytesMakeInspectionFail(byte[] bytes) {
        int middle = bytes.length / 2;
        for (PayloadCodec codec : PayloadCodec.values()) {
            FrameInspector inspector = new FrameInspector(codec);
            inspector.inspect(bytes, 0, middle, 0, 0, false, bytes, middle, bytes.length - middle);
            inspector.inspect(bytes, middle, bytes.length - middle, 1, 1, true, bytes, 0, middle);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("a parser says what cannot be");
        }
    }
}
