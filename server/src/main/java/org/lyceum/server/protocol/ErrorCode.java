package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The stable codes of {@code error}: programs may rely on them, people get the sentence beside them. */
public enum ErrorCode {
    /** Not a JSON object with a {@code type}. */
    BAD_JSON,
    /** No message has this type. */
    UNKNOWN_TYPE,
    /** A field that must be there is not. */
    MISSING_FIELD,
    /** A field has the wrong type, or a value out of its limits. */
    BAD_FIELD,
    /** Something came before {@code register}. */
    NOT_REGISTERED,
    /** A second {@code register} on one socket. */
    ALREADY_REGISTERED,
    /** A role or room shape that this server does not offer. */
    NOT_AVAILABLE,
    /** The access token is missing, forged or expired. */
    UNAUTHORIZED,
    /** Known, but not allowed here. */
    FORBIDDEN,
    /** There is no such room. */
    ROOM_NOT_FOUND,
    /** As many watchers as this server allows in a room are there already. */
    ROOM_FULL,
    /** The server has more to send than it can; nobody new may watch until that is over. */
    SERVER_FULL,
    /** Somebody else is presenting. */
    PRESENTER_TAKEN,
    /** A direct room has one sender, and it answers. */
    SENDER_TAKEN,
    /** Nobody is there to hand the message to. */
    NO_PEER,
    /** Too many wrong room codes from this address. */
    TOO_MANY_TRIES,
    /** A newer connection of the same presenter took over; the socket closes with 4001. */
    REPLACED,
    /** The stream was ended, or its key replaced, or the person sent away; the socket closes with 4003. */
    CUT,
    /** The message is not for this role. */
    WRONG_ROLE,
    /** There is no such track of this participant. */
    UNKNOWN_TRACK,
    /** The answer is to no outstanding offer. */
    UNKNOWN_OFFER,
    /** There is no such message, or nobody knows any more who wrote it. */
    UNKNOWN_MESSAGE,
    /** The server cannot write it down at the moment. */
    NOT_STORED,
    /** Another price was agreed to than the session's. */
    PRICE_DIFFERS,
    /** {@code subscribe} must come first. */
    NOT_SUBSCRIBED,
    /** The description cannot be accepted; the sentence says why. */
    BAD_SDP,
    /** The subscribe offer was not answered in time. */
    ANSWER_TIMEOUT,
    /** This server is about to stop. */
    DRAINING,
    /** Too many messages or too many errors; the socket closes with 1008. */
    FLOOD,
    /** Too long without {@code register}; the socket closes with 1008. */
    REGISTRATION_TIMEOUT,
    /** This side failed. */
    INTERNAL;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
