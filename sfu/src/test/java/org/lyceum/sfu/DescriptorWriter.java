package org.lyceum.sfu;

import java.util.HashMap;
import java.util.Map;

/**
 * Dependency descriptors (RTP Payload Format for AV1, appendix A) of a {@link TestEncoder}: a structure with each key frame, and
 * for every frame the template of its layer with its own references and chains. There is a decode target for each pair of layers
 * and a chain for each spatial layer; where higher layers go off or on, the packets of that picture say so.
 */
final class DescriptorWriter {
    /** Targets are counted by so many temporal layers; where there is only one, there is only one spatial layer, too. */
    private static final int TEMPORAL = 3;

    private final int spatialLayers;
    private final int temporalLayers;
    private final int templatesALayer;
    private final int templateIdOffset;
    private int frameNumber;
    private final Map<Integer, Integer> numbers = new HashMap<>();
    /** The newest frame of each chain. */
    private final int[] chains;

    private int active;
    private int picture = -1;
    private boolean changed;

    DescriptorWriter(int spatialLayers, int temporalLayers, int templateIdOffset, int firstFrameNumber) {
        this.spatialLayers = spatialLayers;
        this.temporalLayers = temporalLayers;
        this.templatesALayer = 1 + 2 * temporalLayers;
        this.templateIdOffset = templateIdOffset;
        this.frameNumber = firstFrameNumber;
        this.chains = new int[spatialLayers];
    }

    /** The decode target of these layers. */
    static int target(int spatial, int temporal) {
        return spatial * TEMPORAL + temporal;
    }

    /** What belongs to a decode target: everything of its own spatial layer, and of lower ones what that depends on. */
    static boolean belongs(TestFrame frame, int target) {
        int spatial = target / TEMPORAL;
        return frame.temporal() <= target % TEMPORAL
                && (spatial == frame.spatial() || (spatial > frame.spatial() && frame.usedAbove()));
    }

    /**
     * The descriptors of a frame's packets.
     *
     * @param produced how many spatial layers there are at present
     */
    byte[][] describe(TestFrame frame, int produced) {
        frameNumber = (frameNumber + 1) & 0xffff;
        numbers.put(frame.number(), frameNumber);
        boolean key = frame.key() && frame.spatial() == 0;
        if (frame.picture() != picture) {
            picture = frame.picture();
            int mask = (1 << (produced * temporalLayers)) - 1;
            changed = mask != (key ? (1 << (spatialLayers * temporalLayers)) - 1 : active);
            active = mask;
        }
        byte[][] described = new byte[frame.packets()][];
        for (int i = 0; i < described.length; i++) {
            described[i] = describe(frame, key, i == 0, i == described.length - 1);
        }
        for (int chain = frame.spatial(); frame.temporal() == 0 && chain < spatialLayers; chain++) {
            if (chain == frame.spatial() || frame.usedAbove()) {
                chains[chain] = frameNumber;
            }
        }
        return described;
    }

    private byte[] describe(TestFrame frame, boolean key, boolean start, boolean end) {
        boolean structure = key && start;
        Bits out = new Bits().write(start ? 1 : 0, 1).write(end ? 1 : 0, 1);
        out.write((template(frame) + templateIdOffset) % 64, 6).write(frameNumber, 16);
        // Custom frame diffs and chains.
        out.write(structure ? 1 : 0, 1).write(changed ? 1 : 0, 1).write(0, 1).write(3, 2);
        if (structure) {
            structure(out);
        }
        if (changed) {
            out.write(active, spatialLayers * temporalLayers);
        }
        for (TestFrame reference : frame.references()) {
            int diff = (frameNumber - numbers.getOrDefault(reference.number(), 0)) & 0xffff;
            out.write(3, 2).write(diff - 1, 12);
        }
        out.write(0, 2);
        for (int chain : chains) {
            out.write(key ? 0 : Math.min(255, (frameNumber - chain) & 0xffff), 8);
        }
        return out.bytes();
    }

    /** By layer: a key frame's, then of each temporal layer those used by higher spatial layers and those that are not. */
    private int template(TestFrame frame) {
        int within = frame.key() ? 0 : 1 + 2 * frame.temporal() + (frame.usedAbove() ? 0 : 1);
        return frame.spatial() * templatesALayer + within;
    }

    // A.8.2, template_dependency_structure
    private void structure(Bits out) {
        int targets = spatialLayers * temporalLayers;
        out.write(templateIdOffset, 6).write(targets - 1, 5);
        for (int spatial = 0; spatial < spatialLayers; spatial++) {
            out.write(0, 2).write(0, 2);
            for (int temporal = 1; temporal < temporalLayers; temporal++) {
                out.write(1, 2).write(0, 2);
            }
            out.write(spatial == spatialLayers - 1 ? 3 : 2, 2);
        }
        for (int spatial = 0; spatial < spatialLayers; spatial++) {
            for (int template = 0; template < templatesALayer; template++) {
                int temporal = template == 0 ? 0 : (template - 1) / 2;
                boolean usedAbove = template == 0 || template % 2 == 1;
                indications(out, spatial, temporal, usedAbove);
            }
        }
        for (int template = 0; template < spatialLayers * templatesALayer; template++) {
            out.write(0, 1); // no frame diffs in templates
        }
        out.writeNonSymmetric(spatialLayers, targets + 1);
        for (int target = 0; target < targets; target++) {
            out.writeNonSymmetric(target / temporalLayers, spatialLayers);
        }
        for (int i = 0; i < spatialLayers * templatesALayer * spatialLayers; i++) {
            out.write(0, 4); // no chains in templates either
        }
        out.write(1, 1);
        for (int spatial = 0; spatial < spatialLayers; spatial++) {
            out.write((320 << spatial) - 1, 16).write((180 << spatial) - 1, 16);
        }
    }

    private void indications(Bits out, int spatial, int temporal, boolean usedAbove) {
        for (int targetSpatial = 0; targetSpatial < spatialLayers; targetSpatial++) {
            for (int targetTemporal = 0; targetTemporal < temporalLayers; targetTemporal++) {
                boolean present = temporal <= targetTemporal
                        && (targetSpatial == spatial || (targetSpatial > spatial && usedAbove));
                boolean discardable = present && temporal > 0 && temporal == targetTemporal;
                out.write(present ? (discardable ? 1 : 2) : 0, 2);
            }
        }
    }
}
