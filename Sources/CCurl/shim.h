#pragma once
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

/* libcurl's setters and getters are variadic, which Swift does not call: one for every type of argument. */
static inline CURLcode cc_set_long(CURL *easy, CURLoption option, long value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode cc_set_offset(CURL *easy, CURLoption option, curl_off_t value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode cc_set_text(CURL *easy, CURLoption option, const char *value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode cc_set_bytes(CURL *easy, CURLoption option, const void *value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode cc_set_list(CURL *easy, CURLoption option, struct curl_slist *value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode cc_set_pointer(CURL *easy, CURLoption option, void *value) { return curl_easy_setopt(easy, option, value); }

typedef size_t (*cc_taker)(char *bytes, size_t size, size_t count, void *taker);
static inline CURLcode cc_set_taker(CURL *easy, CURLoption option, cc_taker taker) { return curl_easy_setopt(easy, option, taker); }

typedef CURLcode (*cc_tls_preparer)(CURL *easy, void *context, void *preparer);
static inline CURLcode cc_set_tls_preparer(CURL *easy, cc_tls_preparer preparer) {
    return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, preparer);
}

static inline long cc_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}
static inline curl_off_t cc_get_offset(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}
static inline const char *cc_get_text(CURL *easy, CURLINFO info) {
    char *value = NULL;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : NULL;
}
static inline CURLMcode cc_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLcode cc_global_init(void) { return curl_global_init(CURL_GLOBAL_ALL); }
