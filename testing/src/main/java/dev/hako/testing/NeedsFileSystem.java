package dev.hako.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The test needs a file system that the kernel knows or has a module for, such as `erofs`.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(FileSystemCondition.class)
public @interface NeedsFileSystem {
    /// As mount(8) calls it.
    String value();
}
