package dev.hako.door.cri.call;

import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who answers which call of one service. A call that nobody answers is refused with
/// `UNIMPLEMENTED`.
public final class CallTable {
    private final ServiceDescriptor service;
    private final Map<String, ServerMethodDefinition<?, ?>> answered = new LinkedHashMap<>();

    public CallTable(ServiceDescriptor service) {
        this.service = service;
    }

    /// A call with one answer.
    public <Q, A> CallTable unary(MethodDescriptor<Q, A> call, Unary<Q, A> unary) {
        return put(
                call,
                ServerCalls.asyncUnaryCall((question, observer) ->
                        answer(observer, () -> observer.onNext(unary.answer(question)))));
    }

    /// A call with many answers.
    public <Q, A> CallTable streamed(MethodDescriptor<Q, A> call, Streamed<Q, A> streamed) {
        return put(
                call,
                ServerCalls.asyncServerStreamingCall((question, observer) -> {
                    Answers<A> answers = new Answers<>((ServerCallStreamObserver<A>) observer);
                    // What answers may take for ever: gRPC has to stay able to tell it of the end.
                    Thread.ofVirtual()
                            .start(
                                    io.grpc.Context.current()
                                            .wrap(() ->
                                                    answer(
                                                            observer,
                                                            () ->
                                                                    streamed.answer(
                                                                            question, answers))));
                }));
    }

    private <Q, A> CallTable put(MethodDescriptor<Q, A> call, ServerCallHandler<Q, A> handler) {
        answered.put(call.getFullMethodName(), ServerMethodDefinition.create(call, handler));
        return this;
    }

    private static void answer(StreamObserver<?> observer, Runnable work) {
        try (Worker _ = Worker.begin()) {
            work.run();
        } catch (RuntimeException e) {
            observer.onError(Codes.of(e));
            return;
        }
        observer.onCompleted();
    }

    /// The service as gRPC wants it.
    public ServerServiceDefinition build() {
        ServerServiceDefinition.Builder builder = ServerServiceDefinition.builder(service);
        for (MethodDescriptor<?, ?> call : service.getMethods()) {
            if (!answered.containsKey(call.getFullMethodName())) {
                builder.addMethod(refused(call));
            }
        }
        answered.values().forEach(builder::addMethod);
        return builder.build();
    }

    private static <Q, A> ServerMethodDefinition<Q, A> refused(MethodDescriptor<Q, A> call) {
        return ServerMethodDefinition.create(
                call,
                ServerCalls.asyncUnaryCall(
                        (_, observer) -> ServerCalls.asyncUnimplementedUnaryCall(call, observer)));
    }
}
