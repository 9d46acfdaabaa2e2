package caravan.api;

import java.io.IOException;

/** A body goes on beyond what any request of ours needs. */
final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLarge(int most) {
        super("The body is larger than " + most / 1024 + " KB. Send less at once.");
    }
}
