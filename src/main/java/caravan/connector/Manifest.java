package caravan.connector;

import caravan.kernel.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a connector's {@code connector.yaml} says. Text in braces, as {@code {shop-url}}, stands for a setting of the connection.
 *
 * @param documentation which of the vendor's interfaces it speaks
 * @param uses what it can do, and under which settings
 * @param origin scheme, host and path that every call begins with
 * @param auth how calls prove who they are; the first whose condition holds
 * @param changing name of a query parameter that differs in every GET, against caches in between; null for none
 * @param faults what the vendor's answers mean; the first that matches
 * @param requestId answer header with the vendor's id of the call; null for none
 * @param paging ways of going to the next page, by name
 * @param webhooks null if the vendor sends none
 * @param stock how stock is written; the first whose condition holds
 */
public record Manifest(
        String connector,
        String title,
        Kind kind,
        String documentation,
        List<Use> uses,
        Map<String, Setting> settings,
        String origin,
        List<Auth> auth,
        Limits limits,
        Timeouts timeouts,
        @Nullable String changing,
        List<FaultRule> faults,
        ErrorPlace error,
        @Nullable String requestId,
        Map<String, Paging> paging,
        @Nullable Orders orders,
        @Nullable Webhooks webhooks,
        List<Stock> stock) {

    /** What kind of system it connects. */
    public enum Kind {
        STOREFRONT,
        PAYMENT,
        CARRIER,
        CRM
    }

    /**
     * When an alternative holds: each named setting has the value given. The name {@code scheme} stands for the scheme of the origin.
     */
    public record Condition(Map<String, String> settings) {
        public static final Condition ALWAYS = new Condition(Map.of());
    }

    /**
     * One thing it can do.
     *
     * @param template route template that does it
     */
    public record Use(Capability capability, Condition when, String template) {}

    /**
     * One setting of a connection.
     *
     * @param initial value where none is given; null makes it required unless it is optional
     * @param choices what a choice may be; empty for other types
     * @param neededWhen when it is required though it is optional; null for never
     * @param startsAnew whether with another value figures are those of another place, and are read anew before any is written
     */
    public record Setting(
            String description,
            Type type,
            @Nullable String example,
            @Nullable String initial,
            boolean optional,
            @Nullable Condition neededWhen,
            List<String> choices,
            boolean startsAnew) {

        /** The same, required under a condition. */
        Setting neededWhen(Condition condition) {
            return new Setting(description, type, example, initial, optional, condition, choices, startsAnew);
        }

        /** What may be written there. */
        public enum Type {
            TEXT,
            /** One of the vendor's own locations, as its documents name it. */
            LOCATION,
            URL,
            NUMBER,
            SWITCH,
            CHOICE,
            SECRET
        }
    }

    /**
     * How calls prove who they are.
     *
     * @param values what the scheme needs, with settings and secrets in braces; secrets are filled in only while a call is made
     */
    public record Auth(Scheme scheme, Condition when, Map<String, String> values) {

        /** A closed list. */
        public enum Scheme {
            NONE,
            /** {@code header}, {@code value}. */
            STATIC_HEADER,
            /** {@code username}, {@code password}. */
            BASIC,
            /** {@code token-path}, {@code client-id}, {@code client-secret}, {@code header}, {@code prefix}. RFC 6749, section 4.4. */
            OAUTH2_CLIENT_CREDENTIALS,
            /** {@code consumer-key}, {@code consumer-secret}. One-legged, HMAC-SHA256, parameters in the query. RFC 5849. */
            OAUTH1
        }
    }

    /** How long a call may take; {@code answer} is the whole of it. */
    public record Timeouts(Duration connect, Duration answer) {}

    /**
     * What an answer means.
     *
     * @param statuses HTTP statuses, for example {@code 404} or {@code 5xx}; empty for any
     * @param code regular expression for the vendor's own code; null for any
     * @param leave how long to stay away at least
     */
    public record FaultRule(List<String> statuses, @Nullable String code, Fault fault, Duration leave) {}

    /**
     * Where an error answer says what is wrong: JSON pointers.
     *
     * @param list pointer to a list of errors whose first counts, so {@code code} and {@code message} are below its first element;
     *     an answer with status 200 and a non-empty list is an error as well. Null if the vendor uses none
     */
    public record ErrorPlace(
            @Nullable String list,
            @Nullable String code,
            @Nullable String message) {}

    /**
     * How orders are read by time.
     *
     * @param grain how coarse the vendor's times are
     * @param every how often they are polled
     * @param overlap how far a poll reaches back behind its cursor
     * @param settle how long an order may take to appear in a list
     * @param timeFormat pattern of the window's ends in requests, in UTC
     * @param afterStart whether the vendor leaves out what changed exactly at the window's start
     * @param passes further fields of the request; the window is read once for each
     * @param steadyPages whether the next page is right though orders changed meanwhile, as with a cursor that names an order
     * @param absentProvesGone whether an order that is not found by its id is deleted, rather than kept from the reader
     * @param most how many orders the pages of one list bring at most, those further on only a list that begins later; 0 for any number
     */
    public record Orders(
            Duration grain,
            Duration every,
            Duration overlap,
            Duration settle,
            String timeFormat,
            boolean afterStart,
            List<Map<String, String>> passes,
            boolean steadyPages,
            boolean absentProvesGone,
            int most) {}

    /**
     * How webhooks are recognised and what they mean.
     *
     * @param scheme name of the signature scheme
     * @param secret setting that holds the secret
     * @param required headers that must have these values, settings in braces
     * @param pingField the one field of an unsigned form that is answered and has no effect; null if there is none
     * @param topics what each topic means; those without a mapping or id are ignored
     */
    public record Webhooks(
            String scheme,
            String signatureHeader,
            String secret,
            String topicHeader,
            String deliveryHeader,
            Map<String, String> required,
            @Nullable String pingField,
            int pingBytes,
            Map<String, Topic> topics) {}

    /**
     * What a webhook of one topic means.
     *
     * @param mapping mapping to a canonical order, for {@code ORDER}
     * @param id pointer to the id of what it is about, for the other meanings
     */
    public record Topic(
            Meaning means,
            @Nullable String mapping,
            @Nullable String id) {

        /** A closed list. */
        public enum Meaning {
            ORDER,
            ORDER_LOOK,
            ORDER_DELETED,
            LISTING_LOOK,
            NOTHING
        }
    }

    /**
     * How stock is written.
     *
     * @param rowsPerCall most rows in one call
     * @param keyed whether the vendor does a write once however often it is sent under its id, for as long as {@code keyMemory}
     * @param keyMemory how long after a write was first sent its id is surely remembered; zero if it is not keyed
     * @param findable whether reading a listing tells the id of the last write
     */
    public record Stock(
            Condition when, Form form, int rowsPerCall, boolean keyed, Duration keyMemory, boolean findable) {

        /** How a figure is changed: by a difference. Other forms can be overtaken by a sale and are not sent. */
        public enum Form {
            DELTA
        }
    }

    /** The template that does something for an account, if its settings allow it. */
    public Optional<Use> use(Capability capability, Map<String, String> settings) {
        return uses.stream()
                .filter(use -> use.capability() == capability && holds(use.when(), settings))
                .findFirst();
    }

    /** How an account's stock is written, if at all. */
    public Optional<Stock> stock(Map<String, String> settings) {
        return stock.stream().filter(form -> holds(form.when(), settings)).findFirst();
    }

    /** How an account's calls prove who they are. */
    public Optional<Auth> auth(Map<String, String> settings) {
        return auth.stream().filter(way -> holds(way.when(), settings)).findFirst();
    }

    /** The origin with an account's settings filled in, without a slash at its end. */
    public String origin(Map<String, String> settings) {
        return fill(origin, settings).replaceAll("/+$", "");
    }

    /** Text with settings filled in; a name that is no setting stays as it is. */
    public static String fill(String text, Map<String, String> settings) {
        String filled = text;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            filled = filled.replace("{" + setting.getKey() + "}", setting.getValue());
        }
        return filled;
    }

    /** Whether a condition holds for an account's settings, defaults filled in. */
    public boolean holds(Condition condition, Map<String, String> settings) {
        return condition.settings().entrySet().stream()
                .allMatch(wish -> wish.getKey().equals("scheme")
                        ? origin(settings).startsWith(wish.getValue() + ":")
                        : wish.getValue().equals(settings.get(wish.getKey())));
    }
}
