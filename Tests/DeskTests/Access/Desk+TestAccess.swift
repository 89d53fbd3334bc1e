import Cryptography
import Desk
import DeskTesting
import Foundation

extension Desk {
    /// Logs in with a test's password.
    func signIn(
        _ user: String,
        _ password: String? = nil,
        from address: String? = nil
    ) async throws -> (token: SessionToken, session: Session) {
        try await signIn(
            username: user,
            password: Password(password ?? TestStaff.password(of: user)),
            from: Origin(
                address: address,
                network: address.map { $0.split(separator: ".").prefix(3).joined(separator: ".") }
            )
        )
    }

    /// The whole record of access, oldest first.
    func allAccessRecords() async throws -> [AccessRecord] {
        let (entries, _) = try await accessRecords(
            of: nil,
            before: nil,
            limit: 10_000,
            as: .rut
        )
        return entries.reversed().map(\.record)
    }
}
