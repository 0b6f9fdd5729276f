package dev.hako.door.cri.call;

/// A call with one question and one answer.
///
/// @param <Q> the message that asks
/// @param <A> the message that answers
public interface Unary<Q, A> {
    /// Answers. The thread is interrupted when nobody waits for that any longer.
    ///
    /// @throws dev.hako.failure.Failure which is told by its code, see [Codes]
    A answer(Q question);
}
