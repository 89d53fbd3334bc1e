import CCurl
import Foundation

/// One exchange with a mail server, and the curl handle that makes it.
struct CurlTransfer: ~Copyable {
    private let handle: UnsafeMutableRawPointer

    init() throws(SubmissionError) {
        guard Self.started, let handle = curl_easy_init() else {
            throw .temporary(code: nil, detail: "libcurl gives no handle")
        }
        self.handle = handle
    }

    deinit { curl_easy_cleanup(handle) }

    static let started = ccurl_start() == CURLE_OK

    func run(
        _ submission: SMTPSubmission,
        _ message: [UInt8],
        from reversePath: String?,
        to recipients: [String],
        until isEnding: @escaping @Sendable () -> Bool
    ) throws(SubmissionError) {
        guard let list = CurlList(recipients) else {
            throw .temporary(code: nil, detail: "no memory for the recipients")
        }
        var settings = CurlSettings(handle)
        settings.apply(submission)
        settings.awaitAnswer(submission)
        settings.set(CURLOPT_MAIL_FROM, reversePath ?? "")
        settings.set(CURLOPT_MAIL_RCPT, list.raw)
        settings.set(CURLOPT_INFILESIZE_LARGE, bytesCount: message.count)
        if let refused = settings.refused {
            throw .temporary(code: nil, detail: "libcurl refuses a setting: \(refused)")
        }
        var exchange = CurlExchange()
        exchange.handOverEnd = ContinuousClock.now + submission.timeout
        exchange.end = ContinuousClock.now + submission.timeout + submission.answerTime
        exchange.isEnding = isEnding
        let code = message.withUnsafeBytes { bytes in
            exchange.rest = bytes
            return withUnsafeMutablePointer(to: &exchange) { context in
                perform(UnsafeMutableRawPointer(context))
            }
        }
        guard code != CURLE_OK else { return }
        throw error(code, exchange, secrets: [submission.password].compactMap(\.self))
    }

    /// Connects as far as a message could be handed over, and asks whether the server takes addresses
    /// outside ASCII.
    func offersSMTPUTF8(
        _ submission: SMTPSubmission,
        until isEnding: @escaping @Sendable () -> Bool
    ) throws(SubmissionError) -> Bool {
        try connect(submission, until: isEnding).offersSMTPUTF8
    }

    /// Connects as far as a message could be handed over.
    ///
    /// - Returns: the server's certificate in PEM; nil without TLS.
    func survey(_ submission: SMTPSubmission) throws(SubmissionError) -> [UInt8]? {
        _ = try connect(submission)
        var found: UnsafeMutablePointer<curl_certinfo>?
        guard ccurl_get_certificates(handle, &found) == CURLE_OK, let certificates = found?.pointee,
            certificates.num_of_certs > 0
        else { return nil }
        var line = certificates.certinfo[0]
        while let entry = line?.pointee {
            let text = String(cString: entry.data)
            if text.hasPrefix("Cert:") { return Array(text.dropFirst("Cert:".count).utf8) }
            line = entry.next
        }
        return nil
    }

    private func connect(
        _ submission: SMTPSubmission,
        until isEnding: @escaping @Sendable () -> Bool = { false }
    ) throws(SubmissionError) -> CurlExchange {
        var settings = CurlSettings(handle)
        settings.apply(submission)
        settings.set(CURLOPT_CONNECT_ONLY, 1)
        // For the goodbye, too, which curl waits for while the handle is let go of.
        let milliseconds = CurlSettings.milliseconds(submission.timeout)
        settings.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, milliseconds / 1000 + 1)
        settings.set(CURLOPT_CERTINFO, 1)
        if let refused = settings.refused {
            throw .temporary(code: nil, detail: "libcurl refuses a setting: \(refused)")
        }
        var exchange = CurlExchange()
        exchange.isEnding = isEnding
        let code = withUnsafeMutablePointer(to: &exchange) { context in
            perform(UnsafeMutableRawPointer(context))
        }
        guard code == CURLE_OK else {
            throw error(code, exchange, secrets: [submission.password].compactMap(\.self))
        }
        return exchange
    }

    private func perform(_ context: UnsafeMutableRawPointer) -> CURLcode {
        let calls = [
            ccurl_set_source(handle, CurlExchange.read, context),
            ccurl_set_replies(handle, CurlExchange.noteReply, context),
            ccurl_set_sink(handle, CurlExchange.drop, context),
            ccurl_set_progress(handle, CurlExchange.watch, context),
        ]
        return calls.first { $0 != CURLE_OK } ?? curl_easy_perform(handle)
    }

    private func error(
        _ code: CURLcode,
        _ exchange: CurlExchange,
        secrets: [String]
    ) -> SubmissionError {
        var lastReply = 0
        ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &lastReply)
        // A positive reply is not why it failed: the connection broke after it.
        let reply = (400...599).contains(lastReply) ? lastReply : nil
        // Nothing but the clock and our own end makes us break off.
        let isBrokenOff = code == CURLE_ABORTED_BY_CALLBACK
        let told = isBrokenOff ? CURLE_OPERATION_TIMEDOUT : code
        let cause =
            isBrokenOff && exchange.isEnding()
            ? SMTPSubmission.ending : String(cString: curl_easy_strerror(told))
        var detail = reply == nil ? cause : exchange.refusal ?? cause
        for secret in secrets where !secret.isEmpty && detail.contains(secret) { detail = cause }
        if code == CURLE_LOGIN_DENIED || reply.map(SubmissionError.loginReplies.contains) == true {
            return .temporary(code: reply, detail: "LOGIN REFUSED by the mail server: \(detail)")
        }
        // A 5yz to our greeting is about the server, not about this message.
        let isAboutMessage =
            code == CURLE_SEND_ERROR
            || (code == CURLE_WEIRD_SERVER_REPLY && exchange.hasBegunMessage)
        if let reply, reply >= 500, isAboutMessage {
            return .permanent(code: reply, detail: detail)
        }
        // What went wrong before the first command of the message says nothing about it.
        return .temporary(
            code: Self.connecting.contains(code) ? nil : reply,
            detail: detail,
            hasBegun: exchange.hasBegunMessage
        )
    }

    private static let connecting: [CURLcode] = [
        CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
        CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST,
    ]
}
