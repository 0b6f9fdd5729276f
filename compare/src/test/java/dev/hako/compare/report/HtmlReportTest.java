package dev.hako.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final String PAGE =
            HtmlReport.write(
                    Reports.of(
                            Reports.finding("runc", 70_000, 71_000, 72_000),
                            Reports.finding("a<b>\"", 2_000, 2_100, 2_200)));

    @Test
    void needsNothingElse() {
        assertThat(PAGE.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http", "<script", "src=", "href=", "url(", "@import");
    }

    @Test
    void isLightOrDarkAsItsReader() {
        assertThat(PAGE).contains("prefers-color-scheme:dark", "name=\"color-scheme\"");
    }

    @Test
    void saysFiguresBesideBarsAndNamesPictures() {
        assertThat(PAGE).contains(">71 ms</text>", ">2.10 ms</text>", "role=\"img\" aria-label=");
    }

    @Test
    void takesALogarithmicAxisWhereFiguresLieFarApart() {
        assertThat(PAGE).contains("logarithmic");
        assertThat(
                        HtmlReport.write(
                                Reports.of(Reports.finding("runc", 3), Reports.finding("crun", 4))))
                .doesNotContain("logarithmic</text>");
    }

    @Test
    void escapesWhatNamesHold() {
        assertThat(PAGE).contains("a&lt;b&gt;&quot;", "runc &lt;1.1&gt;").doesNotContain("a<b>");
    }

    @Test
    void showsWhatEachCan() {
        assertThat(PAGE)
                .contains("<td>pauses it</td><td>yes</td>")
                .contains("<td>lists what it has written</td><td>no: &lt;none&gt;</td>");
    }

    @Test
    void saysWhatCouldNotBeMeasured() {
        assertThat(PAGE).contains("<td>youki</td><td>everything</td><td>it is not installed</td>");
    }
}
