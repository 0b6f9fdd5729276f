package dev.hako.door.cri.call;

/// A call with one question and many answers.
///
/// @param <Q> the message that asks
/// @param <A> the messages that answer
public interface Streamed<Q, A> {
    /// Answers until there is no more to say. The thread is interrupted when nobody listens any
    /// longer.
    ///
    /// @throws dev.hako.failure.Failure which is told by its code, see [Codes]
    void answer(Q question, Answers<A> answers);
}
