package caravan.sandbox;

import caravan.sandbox.TwinAnswer.Ending;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Puts a store's faults between it and its callers. */
final class FaultyTwin {
    private static final String PAGE = "<!DOCTYPE html><html><head><title>Bad gateway</title></head>"
            + "<body><h1>The site is experiencing technical difficulties.</h1></body></html>";

    private final Twin twin;

    FaultyTwin(Twin twin) {
        this.twin = twin;
    }

    /** Answers, or fails as the faults that are switched on say. */
    TwinAnswer answer(TwinRequest request) {
        boolean write = twin.writes(request);
        return undone(write).orElseGet(() -> done(request, write));
    }

    private Optional<TwinAnswer> undone(boolean write) {
        Faults faults = twin.faults();
        return faults.strike(FaultKind.HANG, write)
                .map(rule -> new TwinAnswer(0, Map.of("Hang", rule.length().toString()), "", Ending.HANGS))
                .or(() -> faults.strike(FaultKind.THROTTLED, write)
                        .map(rule -> twin.failing(429).with("Retry-After", seconds(rule.length()))))
                .or(() ->
                        faults.strike(FaultKind.THROTTLED_WITHOUT_ADVICE, write).map(rule -> twin.failing(429)))
                .or(() -> faults.strike(FaultKind.SERVER_ERROR, write).map(rule -> twin.failing(500)))
                .or(() -> faults.strike(FaultKind.HTML_PAGE, write)
                        .map(rule -> new TwinAnswer(200, Map.of("Content-Type", "text/html; charset=UTF-8"), PAGE)));
    }

    private TwinAnswer done(TwinRequest request, boolean write) {
        TwinAnswer answer = twin.answer(request);
        if (twin.faults().strike(FaultKind.LOST_ANSWER, write).isPresent()) {
            return answer.ending(Ending.CLOSED);
        }
        return twin.faults().strike(FaultKind.TRUNCATED_BODY, write).isPresent()
                ? answer.ending(Ending.TRUNCATED)
                : answer;
    }

    private static String seconds(Duration length) {
        return String.valueOf(Math.max(1, length.toSeconds()));
    }
}
