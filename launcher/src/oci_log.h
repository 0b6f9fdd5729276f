/* oci_log.h: the file in which the OCI command's caller looks for what went wrong: lines of text or JSON, as logrus writes them. */
#ifndef HAKO_OCI_LOG_H
#define HAKO_OCI_LOG_H

#include "oci_line.h"

/* Opens the log that the line asks for, and has every complaint written there too. */
void oci_log_open(const struct oci_line *line);

#endif
