import Desk
import Foundation
import MailGateway
import MailProtocols

@main
enum MailFuzzing {
    static func main() {
        var count = CommandLine.argc
        var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(runFuzzer(&count, &words, fuzzMail))
    }
}

/// libFuzzer's own way in for a program that has a `main` already, as every one of the package has.
///
/// Source: LLVM, "Using libFuzzer as a library".
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// What libFuzzer calls with octets of its own making: they come in by the door, go through every
/// filter, and are made into a page.
///
/// A trap, an address that is not ours or a run that takes too long is found by the fuzzer itself;
/// what it cannot see is stated here.
///
/// Build and run it with `HELPDESK_FUZZING=1 swift run MailFuzzing FOLDER`.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzMail(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let octets = UnsafeRawBufferPointer(start: start, count: count)
    var session = LMTPSession(serverName: "example.org", limits: LMTPLimits()) { _ in true }
    _ = session.greeting()
    var actions = session.receive(octets)
    while !actions.isEmpty {
        let wanted = actions
        actions = []
        for case .deliver(let envelope, let message) in wanted {
            read(message)
            actions = session.delivered(envelope.recipients.map { _ in .accepted })
        }
    }
    precondition(session.bufferedBytes <= count + 4_096, "the door keeps what it got and no more")
    read(Array(octets))
    return 0
}

private func read(_ message: [UInt8]) {
    let mail = MailReader.readNow(RawMail(bytes: message, reversePath: nil), by: settings)
    precondition(mail.raw == message, "a mail is kept as it came")
    _ = SafeHTML.fragment(of: mail.text)
    _ = QuotedText.fold(mail.text)
}

private let settings: MailGatewaySettings = {
    guard let address = MailAddress("support@example.org") else {
        preconditionFailure("it is an address")
    }
    return MailGatewaySettings(address: address, name: "Support")
}()
