package dev.hako.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The test needs a device file that it may read and write, such as `/dev/kvm`.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(DeviceCondition.class)
public @interface NeedsDevice {
    /// Absolute path of the device file.
    String value();
}
