import CCurl
import Foundation

/// One exchange with an IMAP server, and the curl handle that makes it.
struct CurlRetrieval: ~Copyable {
    private let handle: UnsafeMutableRawPointer

    init() throws(IMAPMailbox.Failure) {
        guard CurlTransfer.started, let handle = curl_easy_init() else {
            throw IMAPMailbox.Failure(detail: "libcurl gives no handle")
        }
        self.handle = handle
    }

    deinit { curl_easy_cleanup(handle) }

    /// Gives `command` in the folder of the address, or fetches the message it names.
    func run(
        _ mailbox: IMAPMailbox,
        _ url: String,
        command: String?,
        into sink: inout CurlSink
    ) throws(IMAPMailbox.Failure) {
        var settings = CurlSettings(handle)
        settings.apply(mailbox)
        settings.set(CURLOPT_URL, url)
        if let command { settings.set(CURLOPT_CUSTOMREQUEST, command) }
        if let refused = settings.refused {
            throw IMAPMailbox.Failure(detail: "libcurl refuses a setting: \(refused)")
        }
        let code = withUnsafeMutablePointer(to: &sink) { context in
            let set = ccurl_set_sink(handle, CurlSink.take, UnsafeMutableRawPointer(context))
            return set != CURLE_OK ? set : curl_easy_perform(handle)
        }
        guard code != CURLE_OK else { return }
        let cause = String(cString: curl_easy_strerror(code))
        let isLogin = code == CURLE_LOGIN_DENIED
        throw IMAPMailbox.Failure(
            detail: isLogin ? "LOGIN REFUSED: \(cause)" : cause,
            isOfMessage: command == nil && Self.messageFaults.contains(code)
        )
    }

    /// What a server that is there answers with; some hang up over a message that they cannot read.
    private static let messageFaults: [CURLcode] = [
        CURLE_REMOTE_FILE_NOT_FOUND, CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE,
        CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_QUOTE_ERROR,
    ]
}

extension CurlSettings {
    mutating func apply(_ mailbox: IMAPMailbox) {
        harden("imap,imaps", timeout: mailbox.timeout)
        // A login never goes over the line in the clear.
        set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let caFile = mailbox.caFile { set(CURLOPT_CAINFO, caFile) }
        set(CURLOPT_USERNAME, mailbox.username)
        switch mailbox.secret {
        case .password(let password): set(CURLOPT_PASSWORD, password)
        case .token(let token):
            set(CURLOPT_XOAUTH2_BEARER, token)
            set(CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2")
        }
    }
}

/// What a server sends, up to a limit.
struct CurlSink {
    private(set) var octets: [UInt8] = []
    /// True when there was more than there may be, and it was broken off.
    private(set) var isOver = false
    private let bytesMax: Int

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    static var take: CurlExchange.Transfer {
        { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let sink = context.assumingMemoryBound(to: CurlSink.self)
            guard sink.pointee.octets.count + size * count <= sink.pointee.bytesMax else {
                sink.pointee.isOver = true
                return 0
            }
            let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
            sink.pointee.octets.append(contentsOf: piece)
            return size * count
        }
    }
}
