package org.lyceum.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a trickle or restart request, {@code application/trickle-ice-sdpfrag} (RFC 8840, 9): credentials,
 * pseudo m-lines and candidates, without the session's own lines.
 *
 * @param ufrag ICE user fragment, null where not stated
 * @param pwd ICE password, null where not stated
 * @param candidates values of the candidate lines, as written
 * @param endOfCandidates the sender has no more of them
 */
public record IceFragment(
        @Nullable String ufrag, @Nullable String pwd, List<String> candidates, boolean endOfCandidates) {
    public IceFragment {
        candidates = List.copyOf(candidates);
    }

    /** Reads a fragment; lines of other kinds are passed over, credentials count wherever they stand. */
    public static IceFragment parse(String text) throws SdpException {
        // A fragment is a description without its head, so that one parser reads both.
        SessionDescription description = SessionDescription.parse("v=0\r\n" + text);
        List<Attributes> levels = new ArrayList<>();
        levels.add(description.attributes());
        description.media().forEach(m -> levels.add(m.attributes()));
        String ufrag = null;
        String pwd = null;
        List<String> candidates = new ArrayList<>();
        boolean end = false;
        for (Attributes level : levels) {
            ufrag = ufrag == null ? level.first("ice-ufrag") : ufrag;
            pwd = pwd == null ? level.first("ice-pwd") : pwd;
            candidates.addAll(level.all("candidate"));
            end |= level.has("end-of-candidates");
        }
        return new IceFragment(ufrag, pwd, candidates, end);
    }
}
