package org.lyceum.wire.codec;

/**
 * What forwarding needs to know of one packet's place in its frame, computed once on arrival from the dependency
 * descriptor where there is one, else from the payload. Selectors see nothing else of a payload.
 *
 * @param keyFrame the packet belongs to a frame that decodes without any other
 * @param startOfFrame the first packet of a frame (of a layer frame for SVC)
 * @param endOfFrame the last packet of a frame (of a layer frame for SVC)
 * @param spatialLayer spatial layer id, 0 where there is only one
 * @param temporalLayer temporal layer id, 0 where there is only one
 * @param switchingPoint a receiver that takes all lower temporal layers may begin to take this one with this frame
 * @param discardable no other frame depends on this one
 * @param spatialSwitch a receiver that takes the next lower spatial layer may begin to take this one with this frame: it depends on
 *     its own picture only
 * @param usedAbove a receiver of a higher spatial layer needs this frame too
 */
public record FrameInfo(
        boolean keyFrame,
        boolean startOfFrame,
        boolean endOfFrame,
        int spatialLayer,
        int temporalLayer,
        boolean switchingPoint,
        boolean discardable,
        boolean spatialSwitch,
        boolean usedAbove) {
    /** A packet of sound, or of a codec that says nothing: complete in itself. */
    public static final FrameInfo WHOLE = new FrameInfo(true, true, true, 0, 0, true, false);

    /** A frame of a stream without spatial layers. */
    public FrameInfo(
            boolean keyFrame,
            boolean startOfFrame,
            boolean endOfFrame,
            int spatialLayer,
            int temporalLayer,
            boolean switchingPoint,
            boolean discardable) {
        this(
                keyFrame,
                startOfFrame,
                endOfFrame,
                spatialLayer,
                temporalLayer,
                switchingPoint,
                discardable,
                false,
                false);
    }
}
