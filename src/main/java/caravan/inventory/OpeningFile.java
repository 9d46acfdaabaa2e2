package caravan.inventory;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file of opening stock: a header with sku, location and units in any order, then a row for each level. */
final class OpeningFile {
    static final int MOST_BYTES = 10_000_000;
    static final int MOST_ROWS = 200_000;
    static final long MOST_UNITS = 1_000_000_000;

    private static final List<String> COLUMNS = List.of("sku", "location", "units");
    private static final int LONGEST = 255;
    private static final int LONGEST_QUOTED = 40;
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,12}");

    /**
     * One row.
     *
     * @param refusal why it cannot be used, by itself; null if it can
     */
    record Row(
            long line,
            String sku,
            String location,
            @Nullable Long units,
            @Nullable String refusal) {}

    private OpeningFile() {}

    /**
     * Reads a file.
     *
     * @throws OpeningRefused if it cannot be read as a whole
     */
    static List<Row> read(InputStream file) throws IOException {
        String text = text(file.readNBytes(MOST_BYTES + 1));
        List<Row> rows = new ArrayList<>();
        long line = 1;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator(text))
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(text)) {
            Iterator<CsvRecord> records = reader.iterator();
            int[] places = places(records.hasNext() ? records.next().getFields() : List.of());
            while (records.hasNext()) {
                CsvRecord record = records.next();
                line = record.getStartingLineNumber();
                if (rows.size() == MOST_ROWS) {
                    throw new OpeningRefused("The file has more than " + MOST_ROWS + " rows. Split it.");
                }
                rows.add(row(line, record, places));
            }
        } catch (CsvParseException broken) {
            throw new OpeningRefused(
                    "The file is no CSV after line " + line + ": look for a quote that is not closed.");
        }
        if (rows.isEmpty()) {
            throw new OpeningRefused("The file has no rows below its header.");
        }
        return rows;
    }

    private static String text(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new OpeningRefused("The file is larger than " + MOST_BYTES / 1_000_000 + " MB. Split it.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException other) {
            throw new OpeningRefused("The file is not UTF-8. Save it as CSV UTF-8.");
        }
    }

    /** Spreadsheets of some countries write semicolons. */
    private static char separator(String text) {
        String header = text.lines().findFirst().orElse("");
        return header.indexOf(',') >= 0 ? ',' : header.indexOf(';') >= 0 ? ';' : '\t';
    }

    private static int[] places(List<String> header) {
        List<String> names = header.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        List<String> missing =
                COLUMNS.stream().filter(name -> !names.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new OpeningRefused("The first line must name the columns sku, location and units; it lacks "
                    + String.join(", ", missing) + ".");
        }
        return COLUMNS.stream().mapToInt(names::indexOf).toArray();
    }

    private static Row row(long line, CsvRecord record, int[] places) {
        String sku = field(record, places[0]);
        String location = field(record, places[1]);
        String units = field(record, places[2]);
        Long number = WHOLE.matcher(units).matches() ? Long.valueOf(units) : null;
        String refusal = null;
        if (sku.isEmpty()) {
            refusal = "No SKU";
        } else if (number == null) {
            refusal = "Units '" + cut(units, LONGEST_QUOTED) + "' is no whole number";
        } else if (number < 0) {
            refusal = "Units are negative";
        } else if (number > MOST_UNITS) {
            refusal = "More than " + MOST_UNITS + " units";
        }
        return new Row(line, cut(sku, LONGEST), cut(location, LONGEST), number, refusal);
    }

    /** What the database cannot take is replaced, so that the row is refused as unknown rather than the file as a whole. */
    private static String field(CsvRecord record, int place) {
        return place < record.getFieldCount() ? record.getField(place).strip().replace('\0', '\uFFFD') : "";
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, longest) - 1)) + "\u2026";
    }
}
