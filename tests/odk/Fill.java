import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.ValidateOutcome;
import org.javarosa.core.model.data.AnswerDataFactory;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills in forms with JavaRosa, the engine of ODK Collect and KoboCollect, as a person does: question by question, each answer checked.
 *
 * Takes files FORM.xml, each with FORM.answers beside it: for each answer its path, a tab, its text, and a zero byte. Writes
 * FORM.javarosa.xml, and FORM.told with a line for each thing that was not as it should be.
 */
public class Fill {
    private final FormDef form;
    private final Map<String, String> answers;
    private final List<String> told = new ArrayList<>();

    public static void main(String[] files) throws Exception {
        new XFormsModule().registerModule();
        for (String file : files) {
            Path stem = Path.of(file.substring(0, file.length() - ".xml".length()));
            Files.write(Path.of(stem + ".told"), fill(file, stem), StandardCharsets.UTF_8);
        }
    }

    private static List<String> fill(String file, Path stem) throws Exception {
        try {
            Fill fill = new Fill(file, answers(Path.of(stem + ".answers")));
            Files.write(Path.of(stem + ".javarosa.xml"), fill.submission());
            return fill.told;
        } catch (RuntimeException error) {
            Throwable cause = error;
            while (cause.getCause() != null) cause = cause.getCause();
            return List.of("not loaded: " + cause.getMessage().replace('\n', ' '));
        }
    }

    private static Map<String, String> answers(Path file) throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String line : Files.readString(file).split("\0")) {
            int tab = line.indexOf('\t');
            answers.put(line.substring(0, tab), line.substring(tab + 1));
        }
        return answers;
    }

    private Fill(String file, Map<String, String> answers) throws Exception {
        this.form = XFormUtils.getFormFromFormXml(file, null);
        this.answers = answers;
        form.initialize(true, new InstanceInitializationFactory());
    }

    private byte[] submission() throws Exception {
        FormEntryController entry = new FormEntryController(new FormEntryModel(form));
        for (int event; (event = entry.stepToNextEvent()) != FormEntryController.EVENT_END_OF_FORM; ) {
            FormIndex at = entry.getModel().getFormIndex();
            String path = path(at.getReference());
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT && answers.keySet().stream().anyMatch(each -> each.startsWith(path + "/"))) {
                entry.newRepeat();
            } else if (event == FormEntryController.EVENT_QUESTION && answers.containsKey(path)) {
                answer(entry, at, path, answers.remove(path));
            }
        }
        answers.keySet().forEach(left -> told.add("not asked for: " + left));
        ValidateOutcome outcome = form.validate(true);
        if (outcome != null) told.add("refused at the end: " + path(outcome.failedPrompt.getReference()));
        form.postProcessInstance();
        return new XFormSerializingVisitor().serializeInstance(form.getMainInstance(), form);
    }

    private void answer(FormEntryController entry, FormIndex at, String path, String text) {
        try {
            int outcome = entry.answerQuestion(at, data(entry.getModel().getQuestionPrompt(at), text), true);
            if (outcome != FormEntryController.ANSWER_OK) told.add("refused: " + path + " = " + text);
        } catch (RuntimeException error) {
            told.add(path + ": " + error.getMessage());
        }
    }

    private static IAnswerData data(FormEntryPrompt prompt, String text) {
        switch (prompt.getControlType()) {
            case Constants.CONTROL_SELECT_ONE:
                return new SelectOneData(choice(prompt, text));
            case Constants.CONTROL_SELECT_MULTI:
            case Constants.CONTROL_RANK:
                List<Selection> chosen = new ArrayList<>();
                for (String each : text.split(" ")) chosen.add(choice(prompt, each));
                return new MultipleItemsData(chosen);
            default:
                return AnswerDataFactory.templateByDataType(prompt.getDataType()).cast(new UncastData(text));
        }
    }

    private static Selection choice(FormEntryPrompt prompt, String name) {
        for (SelectChoice choice : prompt.getSelectChoices()) {
            if (choice.getValue().equals(name)) return choice.selection();
        }
        throw new IllegalArgumentException("it does not offer " + name);
    }

    /** As phieu writes it: names below the root, rows of a repeat numbered from 1. */
    private String path(TreeReference reference) {
        StringBuilder path = new StringBuilder();
        for (int level = 1; level < reference.size(); level++) {
            path.append(level > 1 ? "/" : "").append(reference.getName(level));
            if (isRepeat(form, reference.getSubReference(level).genericize())) {
                path.append('[').append(reference.getMultiplicity(level) + 1).append(']');
            }
        }
        return path.toString();
    }

    private static boolean isRepeat(IFormElement element, TreeReference reference) {
        if (element instanceof GroupDef && ((GroupDef) element).getRepeat()) {
            if (((TreeReference) element.getBind().getReference()).genericize().equals(reference)) return true;
        }
        return element.getChildren() != null && element.getChildren().stream().anyMatch(child -> isRepeat(child, reference));
    }
}
