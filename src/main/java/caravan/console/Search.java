package caravan.console;

/** What somebody typed into a search field, made fit to be looked for. */
final class Search {
    private static final int LONGEST = 100;

    private Search() {}

    /** Leaves out what no number or SKU contains and the database cannot take. */
    static String clean(String typed) {
        StringBuilder text = new StringBuilder();
        typed.strip()
                .codePoints()
                .filter(point -> !Character.isISOControl(point))
                .filter(point -> Character.getType(point) != Character.SURROGATE)
                .limit(LONGEST)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
