/**
 * What the status page tells: the halves put it on a {@link dev.snowbird.status.StatusBoard}, and it is computed when
 * somebody asks. Only the last two minutes of some meters are kept without being asked, in a ring of fixed length.
 */
package dev.snowbird.status;
