package org.lyceum.server.room;

/** The session to be resumed is over, or too much has happened since: the client is to register anew. */
public final class ResumeRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public ResumeRefusedException() {
        super("This session is over; register anew.", null, false, false);
    }
}
