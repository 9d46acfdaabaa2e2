package caravan.connector;

import caravan.kernel.Period;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What the vendor said to a call that worked.
 *
 * @param body null where there is no such thing, or nothing to say
 * @param at between which moments of its own clock it answered
 * @param call to be ended when it is known what the answer means
 */
record VendorAnswer(@Nullable JsonNode body, Period at, RawAnswer raw, CallRecorder.Span call) {}
