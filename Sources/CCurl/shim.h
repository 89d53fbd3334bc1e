#pragma once
#include <curl/curl.h>

// curl's option and information calls are variadic: one typed function for each kind of argument.

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_list(
    CURL *handle, CURLoption option, struct curl_slist *value
) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*CCurlTransfer)(char *bytes, size_t size, size_t count, void *context);

// For READFUNCTION and READDATA.
static inline CURLcode ccurl_set_source(CURL *handle, CCurlTransfer transfer, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, transfer);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_READDATA, context);
}

// For HEADERFUNCTION and HEADERDATA: the server's reply lines.
static inline CURLcode ccurl_set_replies(CURL *handle, CCurlTransfer transfer, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, transfer);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}

// For WRITEFUNCTION and WRITEDATA.
static inline CURLcode ccurl_set_sink(CURL *handle, CCurlTransfer transfer, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, transfer);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

typedef int (*CCurlProgress)(
    void *context, curl_off_t expected, curl_off_t received, curl_off_t toSend, curl_off_t sent
);

// For XFERINFOFUNCTION and XFERINFODATA: asked about once a second; anything but 0 breaks off.
static inline CURLcode ccurl_set_progress(CURL *handle, CCurlProgress progress, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, progress);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_certificates(CURL *handle, struct curl_certinfo **value) {
    return curl_easy_getinfo(handle, CURLINFO_CERTINFO, value);
}

// A macro of curl's own.
static inline CURLcode ccurl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
