package dev.hako.build.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.build.dockerfile.BuildValues;
import dev.hako.build.dockerfile.Dockerfile;
import dev.hako.build.dockerfile.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BuildGraphTest {
    private static final String STAGES =
            """
            ARG base=debian
            FROM ${base}:12 AS base
            FROM base AS tools
            RUN --mount=type=bind,from=docs,target=/d x
            FROM base AS build
            COPY --from=tools /a /b
            COPY --from=alpine:3 /a /b
            FROM scratch
            COPY --from=2 /b /b
            RUN --mount=type=cache,target=/c,from=BASE x
            """;

    private static BuildGraph graph(String text, Optional<String> target, Set<String> contexts) {
        Dockerfile file = Dockerfile.parse("Dockerfile", text.getBytes(UTF_8));
        Scope global = Scope.global(file, new BuildValues(Map.of(), Map.of()));
        return BuildGraph.of(file, target, global, contexts);
    }

    private static BuildGraph last(String text) {
        return graph(text, Optional.empty(), Set.of());
    }

    @Test
    void findsWhatATargetNeeds() {
        BuildGraph all = last(STAGES);
        assertThat(all.nodes()).extracting(Node::index).containsExactly(0, 1, 2, 3);
        assertThat(all.nodes().getFirst().base()).isEqualTo(new Source.Image("debian:12"));
        assertThat(all.target().base()).isEqualTo(new Source.Scratch());
        assertThat(all.target().sources())
                .isEqualTo(Map.of("2", new Source.OfStage(2), "BASE", new Source.OfStage(0)));
        assertThat(all.nodes().get(2).sources())
                .isEqualTo(
                        Map.of(
                                "tools",
                                new Source.OfStage(1),
                                "alpine:3",
                                new Source.Image("alpine:3")));
    }

    @Test
    void leavesOutWhatATargetDoesNotNeed() {
        assertThat(graph(STAGES, Optional.of("Tools"), Set.of()).nodes())
                .extracting(Node::index)
                .containsExactly(0, 1);
        assertThat(graph(STAGES, Optional.of("0"), Set.of()).nodes()).hasSize(1);
    }

    @Test
    void namesOfContextsComeFirst() {
        BuildGraph all = graph(STAGES, Optional.empty(), Set.of("base", "docs", "2"));
        assertThat(all.nodes()).extracting(Node::index).containsExactly(0, 3);
        BuildGraph tools = graph(STAGES, Optional.of("tools"), Set.of("base", "docs"));
        assertThat(tools.target().base()).isEqualTo(new Source.Context("base"));
        assertThat(tools.target().sources()).isEqualTo(Map.of("docs", new Source.Context("docs")));
    }

    @Test
    void saysWhichStagesThereAre() {
        assertThatThrownBy(() -> graph(STAGES, Optional.of("tool"), Set.of()))
                .hasMessage(
                        "the Dockerfile has no stage \"tool\"; hint: it has 4 stages: base, tools, build");
        assertThatThrownBy(() -> graph("FROM a\n", Optional.of("7"), Set.of()))
                .hasMessage(
                        "the Dockerfile has no stage \"7\"; hint: it has one stage without a name");
    }

    @Test
    void refusesStagesThatNeedThemselvesOrLaterOnes() {
        assertThatThrownBy(() -> last("FROM a AS x\nCOPY --from=x a b\n"))
                .hasMessage("line 2, COPY: the stage \"x\" is no earlier one");
        assertThatThrownBy(() -> last("FROM a AS x\nFROM a\nCOPY --from=1 a b\n"))
                .hasMessage("line 3, COPY: the stage \"1\" is no earlier one");
        assertThatThrownBy(() ->
                        graph(
                                "FROM a\nCOPY --from=y a b\nFROM c AS y\n",
                                Optional.of("0"),
                                Set.of()))
                .hasMessage("line 2, COPY: the stage \"y\" is no earlier one");
    }

    @Test
    void refusesVariablesWhereTheyMeanNothing() {
        assertThatThrownBy(() -> last("FROM a\nCOPY --from=$x a b\n"))
                .hasMessage(
                        "line 2, COPY: \"$x\" has a variable, which \"from\" cannot have; hint: begin a stage"
                                + " with it: FROM $x AS name");
        assertThatThrownBy(() -> last("FROM $x\n"))
                .hasMessage(
                        "line 1, FROM: it names no image, for a variable is not set; hint: give it with"
                                + " --build-arg, or a value with ARG before FROM");
    }
}
