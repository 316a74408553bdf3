// Checks one report from Java: Check FORM REPORT [CONTEXT [LANGUAGE]]. Prints the verdict; 0 valid, 1 invalid, 2 unreadable.
//
// By JNA, which runs on every Java since 8. Who frees: a Form, in `close`, so it is used in a `try (…)`; a result is freed in
// `check`, because its text is copied into a String. The arrays that go in are only read during the call.
//
//   javac -encoding UTF-8 -cp jna.jar Check.java; java -cp jna.jar:. -Djna.library.path=target/c/lib Check form.toml report.json

import com.sun.jna.IntegerType;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;

public class Check {
    /** phieu.h. JNA would read a boolean as four bytes; C's bool is one. */
    public interface Phieu extends Library {
        Pointer phieu_validator_new(byte[] file, Size fileLength, byte[] data, Size dataLength);
        Pointer phieu_validator_error(Pointer validator, Pointer length);
        void phieu_validator_free(Pointer validator);
        Pointer phieu_check(Pointer validator, byte[] report, Size reportLength, byte[] context, Size contextLength, byte[] language, Size languageLength);
        byte phieu_result_ok(Pointer result);
        Pointer phieu_result_text(Pointer result, Pointer length);
        void phieu_result_free(Pointer result);
    }

    /** size_t. */
    public static class Size extends IntegerType {
        public Size() { this(null); }
        public Size(byte[] bytes) { super(Native.SIZE_T_SIZE, bytes == null ? 0 : bytes.length, true); }
    }

    /** What is wrong with a form or a report, as JSON. */
    public static class Refused extends Exception {
        public Refused(String text) { super(text); }
    }

    /** A form, ready to check reports. Threads may share it until one closes it. */
    public static class Form implements AutoCloseable {
        private static final Phieu LIBRARY = Native.load("phieu", Phieu.class);
        private Pointer made;

        /** From a file's bytes, in the spelling that the ending of its name tells. */
        public Form(String name, byte[] data) throws Refused {
            byte[] file = name.getBytes(StandardCharsets.UTF_8);
            made = LIBRARY.phieu_validator_new(file, new Size(file), data, new Size(data));
            Pointer wrong = LIBRARY.phieu_validator_error(made, null);
            if (wrong != null) {
                Refused refused = new Refused(wrong.getString(0, "UTF-8"));
                close();
                throw refused;
            }
        }

        /** The verdict as JSON. A context of null is none. */
        public String check(byte[] report, byte[] context, String language) throws Refused {
            byte[] in = language.getBytes(StandardCharsets.UTF_8);
            Pointer result = LIBRARY.phieu_check(made, report, new Size(report), context, new Size(context), in, new Size(in));
            try {
                String text = LIBRARY.phieu_result_text(result, null).getString(0, "UTF-8");
                if (LIBRARY.phieu_result_ok(result) == 0) throw new Refused(text);
                return text;
            } finally {
                LIBRARY.phieu_result_free(result);
            }
        }

        /** Gives the memory back. Closing twice does nothing: freeing NULL does nothing. */
        @Override
        public void close() {
            LIBRARY.phieu_validator_free(made);
            made = null;
        }
    }

    public static void main(String[] words) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        PrintStream err = new PrintStream(System.err, true, "UTF-8");
        if (words.length < 2) {
            err.println("expected: Check FORM REPORT [CONTEXT [LANGUAGE]]");
            System.exit(2);
        }
        byte[] report = Files.readAllBytes(Paths.get(words[1]));
        byte[] context = words.length > 2 ? Files.readAllBytes(Paths.get(words[2])) : null;
        int code = 2;
        try (Form form = new Form(words[0], Files.readAllBytes(Paths.get(words[0])))) {
            String verdict = form.check(report, context, words.length > 3 ? words[3] : "en");
            out.println(verdict);
            code = verdict.contains("\"valid\":true") ? 0 : 1;
        } catch (Refused refused) {
            err.println(refused.getMessage());
        }
        System.exit(code);
    }
}
