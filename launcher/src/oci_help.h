/* oci_help.h: what the OCI command says of itself. */
#ifndef HAKO_OCI_HELP_H
#define HAKO_OCI_HELP_H

int oci_show_version(void);
int oci_show_help(void);

#endif
