package dev.hako.app.explain;

import dev.hako.app.document.Document;
import dev.hako.engine.StartReport;
import dev.hako.engine.timeline.StartTimeline;
import dev.hako.plan.Plan;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What can be told of a container's start.
///
/// @param subject what it is, such as `web: host, behind namespace`
/// @param start what a start does, and how long the last one took
public record Explanation(String subject, StartReport start) {
    private static final Pattern ID = Pattern.compile("([0-9a-f]{12})[0-9a-f]{52}");
    private static final int DEED_INDENT = 3;
    private static final int WHY_INDENT = 7;

    /// For people.
    ///
    /// @param width of a line
    /// @param colour whether the text goes to a terminal whose user wants colours
    public String text(int width, boolean colour) {
        Page page = new Page(width, colour);
        page.paragraph(0, subject);
        start.plan().ifPresent(known -> plan(page, known));
        if (start.plan().isEmpty()) {
            page.paragraph(0, "Its isolation starts containers without a plan.");
        }
        start.timeline()
                .ifPresent(known -> timeline(page, Timeline.of(known, start.firstOutput())));
        return page.toString();
    }

    private static void plan(Page page, Plan plan) {
        List<Chapter> chapters = Chapter.of(plan);
        page.paragraph(0, "A start is " + plan.steps().size() + " steps:");
        int number = 0;
        for (Chapter chapter : chapters) {
            page.gap();
            number++;
            page.heading(number + ". " + chapter.stage().title(), chapter.stage().about());
            deeds(page, chapter.deeds());
        }
        plan.notes().forEach(note -> page.paragraph(0, "Note: " + note));
    }

    /// A reason stands once below all that it holds for.
    private static void deeds(Page page, List<Chapter.Deed> deeds) {
        for (int i = 0; i < deeds.size(); i++) {
            Chapter.Deed deed = deeds.get(i);
            String objects = String.join(", ", deed.objects());
            page.paragraph(DEED_INDENT, (deed.verb() + " " + shortened(objects)).strip());
            boolean last = i == deeds.size() - 1 || !deeds.get(i + 1).why().equals(deed.why());
            if (last && !deed.why().isEmpty()) {
                page.paragraph(WHY_INDENT, deed.why());
            }
        }
    }

    private static String shortened(String objects) {
        return ID.matcher(objects).replaceAll("$1…");
    }

    private static void timeline(Page page, Timeline timeline) {
        page.gap();
        page.heading("Its last start", "how long each part took, and when it was done");
        for (Timeline.Moment moment : timeline.moments()) {
            page.line(
                    String.format(
                            Locale.ROOT,
                            "%10s %10s  %s",
                            Timeline.shown(moment.took()),
                            Timeline.shown(moment.at()),
                            moment.what()));
        }
    }

    /// For programs.
    public Document document() {
        return Document.with("Subject", subject)
                .and("Steps", start.plan().map(known -> known.steps().size()).orElse(0))
                .and("Stages", start.plan().map(Explanation::stages).orElse(List.of()))
                .and("Notes", start.plan().map(Plan::notes).orElse(List.of()))
                .and("Timeline", start.timeline().map(this::moments).orElse(List.of()))
                .build();
    }

    private static List<Document> stages(Plan plan) {
        return Chapter.of(plan).stream()
                .map(chapter ->
                        Document.with("Stage", chapter.stage().title())
                                .and("About", chapter.stage().about())
                                .and(
                                        "Deeds",
                                        chapter.deeds().stream().map(Explanation::deed).toList())
                                .build())
                .toList();
    }

    private static Document deed(Chapter.Deed deed) {
        return Document.with("Verb", deed.verb())
                .and("Objects", deed.objects())
                .and("Why", deed.why())
                .and("Steps", deed.calls())
                .build();
    }

    private List<Document> moments(StartTimeline known) {
        return Timeline.of(known, start.firstOutput()).moments().stream()
                .map(moment ->
                        Document.with("Name", moment.name())
                                .and("What", moment.what())
                                .and("TookNanos", moment.took().toNanos())
                                .and("AtNanos", moment.at().toNanos())
                                .build())
                .toList();
    }
}
