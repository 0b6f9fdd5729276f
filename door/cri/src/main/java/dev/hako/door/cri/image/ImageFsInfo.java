package dev.hako.door.cri.image;

import dev.hako.cri.v1.FilesystemIdentifier;
import dev.hako.cri.v1.FilesystemUsage;
import dev.hako.cri.v1.ImageFsInfoRequest;
import dev.hako.cri.v1.ImageFsInfoResponse;
import dev.hako.cri.v1.UInt64Value;
import dev.hako.door.cri.call.Nanos;
import dev.hako.door.cri.call.Unary;
import dev.hako.engine.Engine;
import dev.hako.image.store.DiskUse;
import java.time.Instant;

/// `ImageFsInfo`: images and containers are on one file system. How many bytes and files layers
/// have is written down when they are unpacked, so nothing is walked.
public record ImageFsInfo(Engine engine) implements Unary<ImageFsInfoRequest, ImageFsInfoResponse> {
    @Override
    public ImageFsInfoResponse answer(ImageFsInfoRequest question) {
        DiskUse use = engine.images().store().diskUse();
        FilesystemUsage usage =
                FilesystemUsage.newBuilder()
                        .setTimestamp(Nanos.of(Instant.now()))
                        .setFsId(
                                FilesystemIdentifier.newBuilder()
                                        .setMountpoint(engine.info().locations().root().toString()))
                        .setUsedBytes(UInt64Value.newBuilder().setValue(use.bytes()))
                        .setInodesUsed(UInt64Value.newBuilder().setValue(use.inodes()))
                        .build();
        return ImageFsInfoResponse.newBuilder()
                .addImageFilesystems(usage)
                .addContainerFilesystems(usage)
                .build();
    }
}
