package caravan.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a pretend store answers, and how much of it arrives. */
public record TwinAnswer(int status, Map<String, String> headers, String body, Ending ending) {

    /** How an answer ends on its way. */
    public enum Ending {
        /** It arrives. */
        WHOLE,
        /** The connection breaks in the middle of the body. */
        TRUNCATED,
        /** The connection is closed before the first byte. */
        CLOSED,
        /** Nothing comes until the fault is cleared or the caller gives up. */
        HANGS
    }

    /** An answer that arrives whole. */
    public TwinAnswer(int status, Map<String, String> headers, String body) {
        this(status, headers, body, Ending.WHOLE);
    }

    /** The same answer with another ending. */
    public TwinAnswer ending(Ending other) {
        return new TwinAnswer(status, headers, body, other);
    }

    /** The same answer with one more header. */
    public TwinAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new TwinAnswer(status, more, body, ending);
    }
}
