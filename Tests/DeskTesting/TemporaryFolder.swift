public import Foundation

/// A folder of its own under the system's temporary folder, removed with everything in it.
///
/// It lives as long as somebody holds it, so a test that fails leaves nothing behind either.
public final class TemporaryFolder: Sendable {
    /// Where the folder is.
    public let url: URL

    /// The folder's absolute path, for programs and C libraries.
    public var path: String { url.path }

    /// Makes the folder, readable by its owner only.
    ///
    /// - Parameter label: shows in the folder's name, for whoever looks into /tmp.
    /// - Throws: what the system says.
    public init(_ label: String = "test") throws {
        var template = Array("/tmp/helpdesk-\(label)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        let path = template.dropLast().map { UInt8(bitPattern: $0) }
        url = URL(fileURLWithPath: String(decoding: path, as: UTF8.self), isDirectory: true)
    }

    deinit {
        // A leftover in /tmp is no reason to fail a test that passed.
        try? FileManager.default.removeItem(at: url)
    }

    /// The absolute path of something in the folder.
    public func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Writes a text file and answers its absolute path.
    @discardableResult
    public func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let file = url.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        return file.path
    }

    /// Makes a folder inside and answers its absolute path.
    @discardableResult
    public func folder(_ name: String) throws -> String {
        let inner = url.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        return inner.path
    }
}
