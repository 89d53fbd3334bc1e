#pragma once
#include <gmime/gmime.h>

// GObject's cast and type macros do not reach Swift: one typed function for each that is needed.

static inline GMimePart *cgmime_as_part(GMimeObject *object) {
    return GMIME_IS_PART(object) ? GMIME_PART(object) : NULL;
}

static inline GMimeMultipart *cgmime_as_multipart(GMimeObject *object) {
    return GMIME_IS_MULTIPART(object) ? GMIME_MULTIPART(object) : NULL;
}

static inline GMimeMessagePart *cgmime_as_message_part(GMimeObject *object) {
    return GMIME_IS_MESSAGE_PART(object) ? GMIME_MESSAGE_PART(object) : NULL;
}

static inline GMimeObject *cgmime_message_object(GMimeMessage *message) {
    return GMIME_OBJECT(message);
}

static inline GMimeObject *cgmime_part_object(GMimePart *part) { return GMIME_OBJECT(part); }

static inline GMimeObject *cgmime_multipart_object(GMimeMultipart *multipart) {
    return GMIME_OBJECT(multipart);
}

// True when the closing boundary was there.
static inline gboolean cgmime_multipart_is_closed(GMimeMultipart *multipart) {
    return multipart->write_end_boundary;
}

static inline InternetAddressMailbox *cgmime_as_mailbox(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address) ? INTERNET_ADDRESS_MAILBOX(address) : NULL;
}

static inline InternetAddressGroup *cgmime_as_group(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_GROUP(address) ? INTERNET_ADDRESS_GROUP(address) : NULL;
}

// A stream over memory that stays the caller's: nothing is copied and nothing is freed.
static inline GMimeStream *cgmime_stream_borrowing(GByteArray *bytes) {
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    return stream;
}

static inline GByteArray *cgmime_stream_bytes(GMimeStream *stream) {
    return GMIME_IS_STREAM_MEM(stream)
        ? g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream))
        : NULL;
}

// What 8-bit octets in headers and parameters are tried as, in order.
static inline void cgmime_set_fallback_charsets(GMimeParserOptions *options) {
    const char *charsets[] = {"utf-8", "windows-1252", NULL};
    g_mime_parser_options_set_fallback_charsets(options, charsets);
}

static inline void cgmime_unref(void *object) { g_object_unref(object); }
