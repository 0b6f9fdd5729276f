package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.kernel.Arch;
import dev.hako.kernel.Errno;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.ArrayList;
import java.util.List;

/// A plan in the making: steps are appended in the order in which they run.
///
/// [#doing] says what the following steps are for. A step is added by one of the methods named like
/// the verbs; what it does on error and where its result goes is said of the step that was added
/// last ([#tolerate], [#branch], [#retry], [#into]).
final class PlanBuilder {
    private final Arch arch;
    private final DataSection data = new DataSection();
    private final List<Step> steps = new ArrayList<>(384);
    private final List<String> notes = new ArrayList<>();
    private final Registers registers = new Registers();
    private final Label cleanup = new Label("clean-up");
    private boolean hasCleanup;
    private Intent intent = new Intent("begin", "");

    PlanBuilder(Arch arch) {
        this.arch = arch;
    }

    Arch arch() {
        return arch;
    }

    /// What the following steps are for: a verb and what it is done to.
    PlanBuilder doing(String verb, String object) {
        intent = new Intent(verb, object);
        return this;
    }

    PlanBuilder doing(Intent shared) {
        intent = shared;
        return this;
    }

    /// Something the specification lets a runtime leave out, said to the user.
    void note(String sentence) {
        notes.add(sentence);
    }

    DataSection data() {
        return data;
    }

    Data text(String text) {
        return data.text(text);
    }

    Registers registers() {
        return registers;
    }

    PlanBuilder call(Syscall syscall, Argument... arguments) {
        return add(new Action.Call(syscall, List.of(arguments)));
    }

    PlanBuilder load(Data from, int size) {
        return add(new Action.Load(from, size));
    }

    PlanBuilder store(Data to, Argument value, int size) {
        return add(new Action.Store(to, value, size));
    }

    PlanBuilder add(Action action) {
        steps.add(new Step(action, intent, OnError.Stop.INSTANCE, Register.NONE));
        return this;
    }

    /// The last step's failure with one of these errors (none given: any) is passed over.
    PlanBuilder tolerate(Errno... errors) {
        return onError(new OnError.Tolerate(List.of(errors)));
    }

    /// When the last step fails with one of these errors, the plan goes on at a later place.
    PlanBuilder branch(Label target, Errno... errors) {
        return onError(new OnError.Branch(target, List.of(errors)));
    }

    /// The last step is tried again for so long while it fails with one of these errors.
    PlanBuilder retry(int millis, Errno... errors) {
        return onError(new OnError.Retry(millis, List.of(errors)));
    }

    private PlanBuilder onError(OnError onError) {
        Step last = steps.getLast();
        steps.set(steps.size() - 1, new Step(last.action(), last.intent(), onError, last.result()));
        return this;
    }

    /// Keeps the last step's result in a register of this name.
    Register into(String name) {
        return into(registers.take(name));
    }

    /// Keeps the last step's result in a register that exists already.
    Register into(Register register) {
        Step last = steps.getLast();
        steps.set(
                steps.size() - 1, new Step(last.action(), last.intent(), last.onError(), register));
        return register;
    }

    void jump(Label target) {
        add(new Action.Jump(target));
    }

    /// Puts a label before the next step.
    void place(Label label) {
        label.place(steps.size());
    }

    void close(Register fd) {
        call(Syscall.CLOSE, fd);
    }

    /// Where the clean-up section begins: the next step.
    void beginCleanup() {
        place(cleanup);
        hasCleanup = true;
    }

    /// `prctl(2)` with one argument.
    PlanBuilder prctl(int option, long argument) {
        return call(Syscall.PRCTL, value(option), value(argument), value(0), value(0), value(0));
    }

    Plan build() {
        int cleanupStep = hasCleanup ? cleanup.step() : steps.size();
        return new Plan(arch, steps, data.toBytes(), data.relocations(), cleanupStep, notes);
    }
}
