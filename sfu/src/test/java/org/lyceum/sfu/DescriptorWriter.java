package org.lyceum.sfu;

import java.util.HashMap;
import java.util.Map;

/**
 * Dependency descriptors (RTP Payload Format for AV1, appendix A) of a {@link TestEncoder}: a structure with each key frame, and
 * for every frame the template of its layer with its own references.
 */
final class DescriptorWriter {
    private static final int TEMPORAL = 3;
    private static final int TEMPLATES_A_LAYER = 7;

    private final int spatialLayers;
    private final int templateIdOffset;
    private int frameNumber;
    private final Map<Integer, Integer> numbers = new HashMap<>();

    DescriptorWriter(TestEncoder.Mode mode, int templateIdOffset, int firstFrameNumber) {
        this.spatialLayers = mode == TestEncoder.Mode.SIMULCAST ? 1 : 3;
        this.templateIdOffset = templateIdOffset;
        this.frameNumber = firstFrameNumber;
    }

    /** The descriptors of a frame's packets. */
    byte[][] describe(TestFrame frame, boolean usedAbove) {
        frameNumber = (frameNumber + 1) & 0xffff;
        numbers.put(frame.number(), frameNumber);
        byte[][] packets = new byte[frame.packets()][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = describe(frame, usedAbove, i == 0, i == packets.length - 1);
        }
        return packets;
    }

    private byte[] describe(TestFrame frame, boolean usedAbove, boolean start, boolean end) {
        boolean structure = frame.key() && frame.spatial() == 0 && start;
        Bits out = new Bits().write(start ? 1 : 0, 1).write(end ? 1 : 0, 1);
        out.write((template(frame, usedAbove) + templateIdOffset) % 64, 6).write(frameNumber, 16);
        out.write(structure ? 1 : 0, 1).write(0, 2).write(1, 1).write(0, 1); // custom frame diffs
        if (structure) {
            structure(out);
        }
        for (TestFrame reference : frame.references()) {
            int diff = (frameNumber - numbers.getOrDefault(reference.number(), 0)) & 0xffff;
            out.write(3, 2).write(diff - 1, 12);
        }
        return out.write(0, 2).bytes();
    }

    /** By layer: a key frame's, then of each temporal layer those used by higher spatial layers and those that are not. */
    private static int template(TestFrame frame, boolean usedAbove) {
        int within = frame.key() ? 0 : 1 + 2 * frame.temporal() + (usedAbove ? 0 : 1);
        return frame.spatial() * TEMPLATES_A_LAYER + within;
    }

    // A.8.2, template_dependency_structure
    private void structure(Bits out) {
        int targets = spatialLayers * TEMPORAL;
        out.write(templateIdOffset, 6).write(targets - 1, 5);
        for (int spatial = 0; spatial < spatialLayers; spatial++) {
            out.write(0, 2).write(0, 2).write(1, 2).write(0, 2).write(1, 2).write(0, 2);
            out.write(spatial == spatialLayers - 1 ? 3 : 2, 2);
        }
        for (int spatial = 0; spatial < spatialLayers; spatial++) {
            for (int template = 0; template < TEMPLATES_A_LAYER; template++) {
                int temporal = template == 0 ? 0 : (template - 1) / 2;
                boolean usedAbove = template == 0 || template % 2 == 1;
                indications(out, spatial, temporal, usedAbove);
            }
        }
        for (int template = 0; template < spatialLayers * TEMPLATES_A_LAYER; template++) {
            out.write(0, 1); // no frame diffs in templates
        }
        nonSymmetricZero(out, targets + 1); // no chains
        out.write(1, 1);
        for (int spatial = 0; spatial < spatialLayers; spatial++) {
            out.write((320 << spatial) - 1, 16).write((180 << spatial) - 1, 16);
        }
    }

    private void indications(Bits out, int spatial, int temporal, boolean usedAbove) {
        for (int targetSpatial = 0; targetSpatial < spatialLayers; targetSpatial++) {
            for (int targetTemporal = 0; targetTemporal < TEMPORAL; targetTemporal++) {
                boolean present = temporal <= targetTemporal
                        && (targetSpatial == spatial || (targetSpatial > spatial && usedAbove));
                boolean discardable = present && temporal > 0 && temporal == targetTemporal;
                out.write(present ? (discardable ? 1 : 2) : 0, 2);
            }
        }
    }

    private static void nonSymmetricZero(Bits out, int n) {
        out.write(0, 31 - Integer.numberOfLeadingZeros(n));
    }
}
