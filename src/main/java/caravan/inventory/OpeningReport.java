package caravan.inventory;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.springframework.stereotype.Component;

/** What became of each row of a run, as a CSV file that a spreadsheet takes for text. */
@Component
public class OpeningReport {
    private static final int CHUNK = 2_000;

    private final OpeningRuns runs;

    OpeningReport(OpeningRuns runs) {
        this.runs = runs;
    }

    /**
     * Writes the report.
     *
     * @param refused only the rows that are refused
     */
    public void write(long run, boolean refused, OutputStream to) throws IOException {
        // With a byte order mark spreadsheets know that it is UTF-8.
        to.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        CsvWriter csv = CsvWriter.builder().build(to);
        csv.writeRecord("line", "sku", "location", "units", "result", "reason");
        List<OpeningRuns.Row> rows = runs.rows(run, refused, 0, CHUNK);
        while (!rows.isEmpty()) {
            for (OpeningRuns.Row row : rows) {
                csv.writeRecord(
                        Long.toString(row.line()),
                        plain(row.sku()),
                        plain(row.location()),
                        row.units() == null ? "" : row.units().toString(),
                        row.opened() ? "opened" : row.refusal() == null ? "not yet" : "refused",
                        row.refusal() == null ? "" : plain(row.refusal()));
            }
            rows = runs.rows(run, refused, rows.get(rows.size() - 1).line(), CHUNK);
        }
        csv.flush();
    }

    /** A spreadsheet would compute what begins like a formula. */
    static String plain(String text) {
        return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
