//! What became of one message to one recipient.

use std::fmt;

/// What became of one message to one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server took responsibility for the message.
    Accepted {
        /// What it said, often with its own id for the message.
        reply: Reply,
    },
    /// The message was certainly not taken, and trying again later may help: a 4xx reply, or trouble with the
    /// connection before the end of the message was sent.
    RefusedForNow {
        /// How far it came.
        stage: Stage,
        /// What the server, or the connection, said.
        reply: Reply,
    },
    /// The message was certainly not taken, and trying again will not help: a 5xx reply.
    Refused {
        /// How far it came.
        stage: Stage,
        /// What the server said.
        reply: Reply,
    },
    /// The end of the message was sent and no reply came: the recipient may have the message or not.
    Unsure {
        /// What happened, in words.
        what: String,
    },
}

/// How far a delivery came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reaching the server, and its greeting.
    Connection,
    /// Encrypting the connection.
    Encryption,
    /// Logging in.
    Login,
    /// Naming the sender (`MAIL FROM`).
    Sender,
    /// Naming the recipient (`RCPT TO`).
    Recipient,
    /// Asking to send the message (`DATA`), and sending it.
    Data,
    /// After the whole message was sent.
    Message,
}

/// Whom or what a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// This address: no other message to it will fare better.
    Recipient,
    /// This message to this recipient, such as a policy or a filter; neither the address nor the server is at fault.
    Letter,
    /// The server or our login there: no message at all will fare better.
    Server,
}

/// What a server said; or what happened to the connection, without a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The reply code (RFC 5321, 4.2), such as 250 or 550.
    pub code: Option<u16>,
    /// The text, its lines joined by spaces, with the enhanced status code (RFC 3463) if there is one.
    pub text: String,
}

impl Outcome {
    /// Whom or what a refusal is about; nothing for the other outcomes.
    pub fn concern(&self) -> Option<Concern> {
        match self {
            Self::RefusedForNow { stage, reply } | Self::Refused { stage, reply } => {
                Some(concern(*stage, reply))
            }
            Self::Accepted { .. } | Self::Unsure { .. } => None,
        }
    }

    /// From a reply to the command of `stage` that is not the one hoped for. Only for before the end of the message.
    pub(super) fn refused(stage: Stage, reply: Reply) -> Self {
        if reply.code.is_some_and(|code| (500..600).contains(&code)) {
            Self::Refused { stage, reply }
        } else {
            Self::RefusedForNow { stage, reply }
        }
    }
}

fn concern(stage: Stage, reply: &Reply) -> Concern {
    let enhanced = reply.enhanced();
    match stage {
        _ if reply.code.is_none() || reply.code == Some(421) => Concern::Server,
        Stage::Connection | Stage::Encryption | Stage::Login | Stage::Sender => Concern::Server,
        // X.3.z speaks of the mail system, X.7.z of policy ("relaying denied", "looks like spam"): not of the address.
        Stage::Recipient | Stage::Data | Stage::Message if enhanced == Some(3) => Concern::Server,
        Stage::Recipient if enhanced != Some(7) => Concern::Recipient,
        Stage::Recipient | Stage::Data | Stage::Message => Concern::Letter,
    }
}

impl Reply {
    pub(super) fn of_connection(text: impl Into<String>) -> Self {
        Self { code: None, text: text.into() }
    }

    /// The subject of the enhanced status code: 1 for `5.1.1`.
    fn enhanced(&self) -> Option<u16> {
        let mut parts = self.text.split_whitespace().next()?.split('.');
        let (class, subject, _detail) = (parts.next()?, parts.next()?, parts.next()?);
        (class.parse::<u16>().ok()? == self.code? / 100).then(|| subject.parse().ok())?
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "{code} {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "while connecting",
            Self::Encryption => "while encrypting the connection",
            Self::Login => "while logging in",
            Self::Sender => "at the sender’s address",
            Self::Recipient => "at the recipient’s address",
            Self::Data => "before the message was sent",
            Self::Message => "after the message was sent",
        })
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted { reply } => write!(f, "The mail server accepted the message ({reply})."),
            Self::RefusedForNow { stage, reply } => {
                write!(f, "The mail server could not be used for now, {stage}: {reply}")
            }
            Self::Refused { stage, reply } => write!(f, "The mail server refused {stage}: {reply}"),
            Self::Unsure { what } => write!(f, "It is not known whether the message was delivered: {what}"),
        }
    }
}
