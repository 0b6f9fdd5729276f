package dev.hako.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LineNumber;
import java.lang.reflect.AccessFlag;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HabitsTest {
    private static final int MOST_METHOD_LINES = 60;
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

    @Test
    void noMethodIsTooLongToUnderstand() {
        assertThat(HakoClasses.ALL.stream().flatMap(HabitsTest::longMethods)).isEmpty();
    }

    @Test
    void noTestSleepsInsteadOfWaiting() {
        assertThat(Sources.all("src/test", ".java"))
                .filteredOn(file -> Sources.text(file).contains("Thread." + "sleep("))
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(Stream.of(".java", ".c", ".h").flatMap(end -> Sources.all("src", end).stream()))
                .filteredOn(file -> UNFINISHED.matcher(Sources.text(file)).find())
                .filteredOn(file -> !file.endsWith("HabitsTest.java"))
                .isEmpty();
    }

    @Test
    void onlyTheAppTalksToItsStandardStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.hako.app..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(HakoClasses.ALL);
    }

    @Test
    void containersAreStartedByTheKernelFloorAlone() {
        noClasses()
                .that()
                // What compares runtimes is no engine: it times their commands by a program of its
                // own.
                .resideOutsideOfPackages("dev.hako.app..", "dev.hako.compare..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .because(
                        "posix_spawn takes a tenth of the time and hands over only what it is told to")
                .check(HakoClasses.ALL);
    }

    private static Stream<String> longMethods(JavaClass type) {
        return ClassFile.of().parse(bytes(type)).methods().stream()
                .filter(method -> !method.flags().has(AccessFlag.SYNTHETIC))
                .filter(method -> !method.methodName().equalsString("<clinit>"))
                .filter(method -> lines(method) > MOST_METHOD_LINES)
                .map(method -> type.getName() + "." + method.methodName().stringValue());
    }

    private static int lines(MethodModel method) {
        var lines =
                method.code().stream()
                        .flatMap(code -> code.elementStream())
                        .filter(LineNumber.class::isInstance)
                        .mapToInt(line -> ((LineNumber) line).line())
                        .summaryStatistics();
        return lines.getCount() == 0 ? 0 : lines.getMax() - lines.getMin() + 1;
    }

    private static byte[] bytes(JavaClass type) {
        try (var in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
