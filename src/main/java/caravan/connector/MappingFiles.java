package caravan.connector;

import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compiles the mappings of one folder. A mapping may import another one of the same folder by its file name, and nothing else. */
final class MappingFiles {
    private static final String ENDING = ".jslt";

    private final String folder;
    private final Map<String, String> renamed = new HashMap<>();
    private final List<Function> functions = new ArrayList<>();

    /**
     * Reads the texts of a folder.
     *
     * @param folder for messages
     * @param texts by name, without ending
     */
    private MappingFiles(String folder, Map<String, String> texts) {
        this.folder = folder;
        texts.forEach((name, text) -> {
            CallPlaces calls = new CallPlaces(file(name));
            renamed.put(name, calls.rename(text));
            functions.addAll(calls.functions());
        });
    }

    /** Compiles all mappings; what does not compile is a problem and left out. */
    static Map<String, Mapping> compile(String folder, Map<String, String> texts, List<Problem> problems) {
        MappingFiles files = new MappingFiles(folder, texts);
        Map<String, Mapping> mappings = new HashMap<>();
        texts.keySet().stream().sorted().forEach(name -> {
            try {
                mappings.put(name, files.compile(name));
            } catch (JsltException refused) {
                problems.add(files.problem(name, refused));
            } catch (StackOverflowError endless) {
                problems.add(new Problem(files.file(name), 0, "it imports itself, or nests too deep. Untangle it."));
            }
        });
        return mappings;
    }

    private Mapping compile(String name) {
        Parser parser = new Parser(new StringReader(renamed.get(name)))
                .withSource(file(name))
                .withFunctions(functions)
                .withResourceResolver(this::open);
        return new Mapping(file(name), parser.compile());
    }

    private Reader open(String imported) {
        String name = imported.endsWith(ENDING) ? imported.substring(0, imported.length() - ENDING.length()) : imported;
        String text = renamed.get(name);
        if (text == null) {
            throw new JsltException("'" + imported + "' is no mapping of this folder");
        }
        return new StringReader(text);
    }

    private Problem problem(String name, JsltException refused) {
        String reason = String.valueOf(refused.getMessageWithoutLocation())
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("--[0-9]+-of-[A-Za-z0-9_]+", "");
        // Compiling stops at the first mistake.
        return new Problem(
                file(name),
                Math.max(0, refused.getLine()),
                "it does not compile: " + reason.strip().replaceAll("[.:]+$", "")
                        + ". Correct it; further mistakes in the file show after that.");
    }

    private String file(String name) {
        return folder + "/mapping/" + name + ENDING;
    }
}
