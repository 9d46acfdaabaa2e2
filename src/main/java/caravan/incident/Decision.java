package caravan.incident;

import java.util.Map;

/**
 * What a person chose for an open incident.
 *
 * @param arguments by name; those the choice cannot do without are there and not blank
 * @param by who chose
 */
public record Decision(Incident incident, Choice choice, Map<String, String> arguments, String by) {

    /** One of the arguments without surrounding white space, an empty text if it was not given. */
    public String argument(String name) {
        return arguments.getOrDefault(name, "").strip();
    }

    /**
     * Reads an argument that is a whole number.
     *
     * @throws DecisionRefused if it is none, or not within the bounds
     */
    public long number(String name, long least, long most) {
        try {
            long number = Long.parseLong(argument(name));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, with the bounds.
        }
        throw new DecisionRefused("'" + name + "' must be a whole number from " + least + " to " + most + ".");
    }

    /** What a remedy says to a choice that is none for its kinds. */
    public IllegalStateException unknown() {
        return new IllegalStateException("Nothing carries out " + choice + " for " + incident.kind() + ".");
    }
}
