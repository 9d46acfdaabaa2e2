package caravan.connector;

import java.util.List;

/**
 * One thing wrong in a file, with what to do about it.
 *
 * @param line counted from 1; 0 for the whole file
 */
record Problem(String file, int line, String text) {

    @Override
    public String toString() {
        return file + (line > 0 ? " line " + line : "") + ": " + text;
    }

    static List<String> print(List<Problem> problems) {
        return problems.stream().map(Problem::toString).distinct().toList();
    }
}
