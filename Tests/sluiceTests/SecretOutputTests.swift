import Foundation
import Testing

/// What was found secret stands in no report, whichever finding shows its line.
@Suite struct SecretOutputTests {
    /// Put together here, so that nobody's scanner takes the test for a leak.
    private static let token = "gh" + "p_" + "Zk3Qw8Vt5Yr2Xp7Lm9Nb4Hc6Jd1Fs0Ga3KeU"
    private static let password = "Vx7q" + "Lm2pTz"
    private static let body = "MIIEq7Xz2Wv9Tb4Rn6Km1Lp8Ys3Vd5Fg" + "7Hj2Kl4Zx6C"
    private static let files = [
        "conf/app.env": "TOKEN=\(token)\nURL=postgres://app:\(password)@db.internal/app?host=$(hostname -s)\n",
        "conf/tags.yaml": "hook: !!python/object/apply:os.system [\"\(token)\"]\n",
        "conf/account.json": "{\"private_key\": \"-----BEGIN PRIVATE" + " KEY-----\\n\(body)\\n-----END PRIVATE" + " KEY-----\\n\"}\n",
        "conf/key.yaml": "key: |\n  -----BEGIN PRIVATE" + " KEY-----\n  \(body)\n  -----END PRIVATE" + " KEY-----\n",
        "logs/app.log": "connect postgres://app:\(password)@db.internal/app with \(token)\n",
    ]

    @Test(arguments: ["text", "concise", "json", "sarif"]) func reports(format: String) throws {
        let place = try Workplace(Self.files)
        let run = try place.run("scan", "--format", format, "--select", "EC004,EC005,EC010,SL006")
        #expect(run.code == 1)
        for rule in ["config-contains-secret", "config-shell-substitution", "yaml-executable-tag", "log-file-contains-secret"] {
            #expect(run.output.contains(rule), "\(rule)")
        }
        for secret in [Self.token, Self.password, Self.body] {
            #expect(!run.output.contains(secret))
            #expect(!run.output.contains(String(secret.suffix(6))))
        }
        #expect(run.output.contains("-----BEGIN PRIVATE" + " KEY-----"))
    }
}
