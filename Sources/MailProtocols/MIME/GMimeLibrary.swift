import CGMime

/// The library's one initialisation; the library itself is safe to use from any thread after it.
enum GMimeLibrary {
    static func start() { _ = started }

    private static let started: Void = {
        g_mime_init()
    }()
}

/// The owner of one reference to a GObject.
struct GMimeOwned<Object>: ~Copyable {
    let raw: UnsafeMutablePointer<Object>

    init?(_ raw: UnsafeMutablePointer<Object>?) {
        guard let raw else { return nil }
        self.raw = raw
    }

    deinit { cgmime_unref(raw) }
}

/// The owner of parser options: 8-bit octets are UTF-8 first and Windows-1252 then.
struct GMimeParsing: ~Copyable {
    let raw: OpaquePointer

    init?() {
        GMimeLibrary.start()
        guard let raw = g_mime_parser_options_new() else { return nil }
        self.raw = raw
        cgmime_set_fallback_charsets(raw)
    }

    deinit { g_mime_parser_options_free(raw) }
}

/// Takes over text that the library allocated.
func takingGMimeText(_ raw: UnsafeMutablePointer<CChar>?) -> String? {
    guard let raw else { return nil }
    defer { g_free(raw) }
    return String(cString: raw)
}
