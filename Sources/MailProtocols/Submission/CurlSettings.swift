import CCurl
import Foundation

/// Sets the options of a handle and remembers the first that was refused.
struct CurlSettings {
    private(set) var refused: String?
    private let handle: UnsafeMutableRawPointer

    init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

    mutating func apply(_ submission: SMTPSubmission) {
        harden("smtp,smtps", timeout: submission.timeout)
        set(CURLOPT_URL, Self.url(submission))
        set(CURLOPT_UPLOAD, 1)
        applyTLS(submission)
        if let username = submission.username {
            set(CURLOPT_USERNAME, username)
            set(CURLOPT_PASSWORD, submission.password ?? "")
        }
    }

    /// Nothing of the environment may choose another way: no proxy, no .netrc, no other scheme.
    mutating func harden(_ protocols: String, timeout: Duration) {
        set(CURLOPT_PROTOCOLS_STR, protocols)
        set(CURLOPT_PROXY, "")
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        set(CURLOPT_NOSIGNAL, 1)
        let milliseconds = Self.milliseconds(timeout)
        set(CURLOPT_TIMEOUT_MS, milliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 30_000))
    }

    /// Lets the server take its time over a message that it has; until then ``CurlExchange`` minds
    /// the clock, and all the while whether we are ending.
    mutating func awaitAnswer(_ submission: SMTPSubmission) {
        let milliseconds = Self.milliseconds(submission.timeout + submission.answerTime)
        set(CURLOPT_TIMEOUT_MS, milliseconds)
        // Left alone, curl waits 120 seconds for any one answer.
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, milliseconds / 1000 + 1)
        // Or it says goodbye while the handle is let go of, and waits as long again with nobody to
        // mind the clock.
        set(CURLOPT_FORBID_REUSE, 1)
    }

    private mutating func applyTLS(_ submission: SMTPSubmission) {
        let use =
            switch submission.tls {
            case .none: CURLUSESSL_NONE
            case .optional: submission.exposesLogin ? CURLUSESSL_ALL : CURLUSESSL_TRY
            case .required: CURLUSESSL_ALL
            }
        set(CURLOPT_USE_SSL, Int(use.rawValue))
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        set(CURLOPT_SSL_VERIFYPEER, submission.verifiesServer ? 1 : 0)
        set(CURLOPT_SSL_VERIFYHOST, submission.verifiesServer ? 2 : 0)
        if let caFile = submission.caFile { set(CURLOPT_CAINFO, caFile) }
    }

    mutating func set(_ option: CURLoption, _ value: String) {
        note(ccurl_set_text(handle, option, value), option)
    }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(ccurl_set_long(handle, option, value), option)
    }

    mutating func set(_ option: CURLoption, bytesCount: Int) {
        note(ccurl_set_offset(handle, option, curl_off_t(bytesCount)), option)
    }

    mutating func set(_ option: CURLoption, _ list: UnsafeMutablePointer<curl_slist>) {
        note(ccurl_set_list(handle, option, list), option)
    }

    private mutating func note(_ code: CURLcode, _ option: CURLoption) {
        guard code != CURLE_OK, refused == nil else { return }
        refused = "\(option.rawValue) \(String(cString: curl_easy_strerror(code)))"
    }

    /// curl takes the name for EHLO from the path.
    private static func url(_ submission: SMTPSubmission) -> String {
        let server =
            submission.url.hasSuffix("/") ? String(submission.url.dropLast()) : submission.url
        return submission.localName.map { "\(server)/\($0)" } ?? server
    }

    static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        let bounded = min(max(seconds, 0), 86_400)
        return max(1, Int(bounded) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}

/// The owner of a list of texts in curl's form.
struct CurlList: ~Copyable {
    let raw: UnsafeMutablePointer<curl_slist>

    init?(_ texts: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for text in texts {
            guard let longer = curl_slist_append(list, text) else {
                curl_slist_free_all(list)
                return nil
            }
            list = longer
        }
        guard let list else { return nil }
        raw = list
    }

    deinit { curl_slist_free_all(raw) }
}

/// What curl reads and hears during one exchange.
struct CurlExchange {
    /// What is still to be sent.
    var rest = UnsafeRawBufferPointer(start: nil, count: 0)

    /// When the whole message must have been handed over; nil when there is none.
    var handOverEnd: ContinuousClock.Instant?

    /// When nothing more is waited for, not even the answer to our goodbye; nil to leave it to curl.
    var end: ContinuousClock.Instant?

    /// True when nobody can wait for the server any longer.
    var isEnding: @Sendable () -> Bool = { false }

    /// True once the server asked for the message.
    private(set) var hasBegunMessage = false

    private var isTooSlow: Bool {
        let isHandedOver = hasBegunMessage && rest.isEmpty
        let end = isHandedOver ? end : handOverEnd
        return end.map { $0 < .now } ?? false
    }

    /// The last line in which the server refused something, printable ASCII only.
    private(set) var refusal: String?

    /// True when the server offers to take addresses outside ASCII (RFC 6531).
    ///
    /// What it offers before TLS and after it is the same but for STARTTLS and AUTH.
    private(set) var offersSMTPUTF8 = false

    private mutating func noteExtension(_ line: [UInt8]) {
        let word = String(decoding: line.dropFirst(4), as: UTF8.self)
        if word.uppercased() == "SMTPUTF8" { offersSMTPUTF8 = true }
    }

    typealias Transfer =
        @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int

    static var read: Transfer {
        { target, size, count, context in
            guard let target, let context else { return 0 }
            let exchange = context.assumingMemoryBound(to: CurlExchange.self)
            exchange.pointee.hasBegunMessage = true
            let rest = exchange.pointee.rest
            let taken = min(size * count, rest.count)
            guard taken > 0, let base = rest.baseAddress else { return 0 }
            memcpy(target, base, taken)
            exchange.pointee.rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            return taken
        }
    }

    typealias Progress =
        @convention(c) (UnsafeMutableRawPointer?, curl_off_t, curl_off_t, curl_off_t, curl_off_t) ->
        Int32

    /// Breaks off what is not handed over in time, and everything when we are ending; curl asks about
    /// once a second.
    static var watch: Progress {
        { context, _, _, _, _ in
            guard let context else { return 0 }
            let exchange = context.assumingMemoryBound(to: CurlExchange.self)
            return exchange.pointee.isTooSlow || exchange.pointee.isEnding() ? 1 : 0
        }
    }

    static var noteReply: Transfer {
        { line, size, count, context in
            guard let line, let context else { return 0 }
            let octets = UnsafeRawBufferPointer(start: line, count: size * count)
            let kept = octets.prefix(512).filter { (0x20...0x7E).contains($0) }
            let exchange = context.assumingMemoryBound(to: CurlExchange.self)
            if kept.starts(with: "250".utf8) { exchange.pointee.noteExtension(kept) }
            guard kept.first == 0x34 || kept.first == 0x35 else { return size * count }
            exchange.pointee.refusal = String(decoding: kept, as: UTF8.self)
            return size * count
        }
    }

    /// Takes what nobody wants to have written on standard output.
    static var drop: Transfer {
        { _, size, count, _ in size * count }
    }
}
