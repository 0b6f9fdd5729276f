package dev.hako.plan;

/// A place in a plan that steps before it may jump to.
public final class Label {
    private static final int UNPLACED = -1;

    private final String name;
    private int step = UNPLACED;

    Label(String name) {
        this.name = name;
    }

    void place(int at) {
        if (step != UNPLACED) {
            throw new IllegalStateException("label \"" + name + "\" is placed twice");
        }
        step = at;
    }

    /// The index of the step it stands before.
    public int step() {
        if (step == UNPLACED) {
            throw new IllegalStateException("label \"" + name + "\" is not placed");
        }
        return step;
    }

    @Override
    public String toString() {
        return name;
    }
}
