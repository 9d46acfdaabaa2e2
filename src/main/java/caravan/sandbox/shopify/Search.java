package caravan.sandbox.shopify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The vendor's search syntax as far as terms joined by AND. Filters this store does not know are refused, not ignored. */
record Search(List<Term> terms) {
    private static final Pattern TERM =
            Pattern.compile("\\s*(?:AND\\s+)?([a-z_]+):(>=|<=|>|<|=)?(?:'([^']*)'|\"([^\"]*)\"|([^\\s'\"()]+))");

    /** What is asked of one field. */
    record Term(String field, String operator, String value) {

        boolean text(@Nullable String has) {
            return operator.isEmpty() && value.equalsIgnoreCase(has);
        }

        boolean moment(Instant has) {
            try {
                return compared(has.compareTo(OffsetDateTime.parse(value).toInstant()));
            } catch (DateTimeException unreadable) {
                throw new GraphQlRefusal("BAD_USER_INPUT", "Invalid timestamp for " + field + ": " + value);
            }
        }

        boolean number(long has) {
            if (!value.matches("\\d{1,18}")) {
                throw new GraphQlRefusal("BAD_USER_INPUT", "Invalid number for " + field + ": " + value);
            }
            return compared(Long.compare(has, Long.parseLong(value)));
        }

        private boolean compared(int difference) {
            return switch (operator) {
                case ">=" -> difference >= 0;
                case "<=" -> difference <= 0;
                case ">" -> difference > 0;
                case "<" -> difference < 0;
                default -> difference == 0;
            };
        }

        GraphQlRefusal unknown() {
            return new GraphQlRefusal("BAD_USER_INPUT", "This pretend store knows no search field '" + field + "'.");
        }
    }

    /** Says whether a thing answers to a term. */
    interface Filter<T> {
        boolean matches(T thing, Term term);
    }

    static Search parse(@Nullable String query) {
        List<Term> terms = new ArrayList<>();
        String rest = query == null ? "" : query.strip();
        while (!rest.isEmpty()) {
            Matcher term = TERM.matcher(rest);
            if (!term.lookingAt()) {
                throw new GraphQlRefusal("BAD_USER_INPUT", "This pretend store cannot search for: " + rest);
            }
            String value =
                    term.group(3) != null ? term.group(3) : term.group(4) != null ? term.group(4) : term.group(5);
            String operator = term.group(2);
            terms.add(new Term(term.group(1), operator == null || operator.equals("=") ? "" : operator, value));
            rest = rest.substring(term.end()).strip();
        }
        return new Search(terms);
    }

    static <T> Filter<T> ids(ToLongFunction<T> id) {
        return (thing, term) -> {
            if (term.field().equals("id")) {
                return term.number(id.applyAsLong(thing));
            }
            throw term.unknown();
        };
    }

    <T> boolean matches(T thing, Filter<T> filter) {
        return terms.stream().allMatch(term -> filter.matches(thing, term));
    }
}
