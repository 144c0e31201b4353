//! Ruby through facts: the walk over a file; what stands in it is read by the rooms below.
//!
//! `a.b` may be a call or not: without arguments and block it is a member, so that a path reads as
//! one. `@x` is member x of `self`, a symbol is a string, a block is the last argument.

mod declarations;
mod expressions;
mod strings;
#[cfg(test)]
mod tests;

use tree_sitter::Node;

use super::builder::Builder;
use super::tree::{kinds, span};
use super::walk::{Cursors, fields, walks};
use super::{Parsers, Reading};
use crate::model::facts::{CallId, ValueId, ValueKind};
use crate::model::language::Dialect;

kinds! { Kind for Dialect::Ruby;
    ArgumentList = "argument_list",
    Array = "array",
    Assignment = "assignment",
    Begin = "begin",
    Binary = "binary",
    Block = "block",
    BlockArgument = "block_argument",
    BlockBody = "block_body",
    BlockParameter = "block_parameter",
    BlockParameters = "block_parameters",
    BodyStatement = "body_statement",
    Call = "call",
    ChainedString = "chained_string",
    Class = "class",
    ClassVariable = "class_variable",
    Comment = "comment",
    Conditional = "conditional",
    Constant = "constant",
    DelimitedSymbol = "delimited_symbol",
    DoBlock = "do_block",
    ElementReference = "element_reference",
    Else = "else",
    Ensure = "ensure",
    EscapeSequence = "escape_sequence",
    ExceptionVariable = "exception_variable",
    False = "false",
    Float = "float",
    GlobalVariable = "global_variable",
    Hash = "hash",
    HashKeySymbol = "hash_key_symbol",
    HashSplat = "hash_splat_argument",
    HashSplatParameter = "hash_splat_parameter",
    Identifier = "identifier",
    InstanceVariable = "instance_variable",
    Integer = "integer",
    Interpolation = "interpolation",
    KeywordParameter = "keyword_parameter",
    Lambda = "lambda",
    LambdaParameters = "lambda_parameters",
    LeftList = "left_assignment_list",
    Method = "method",
    MethodParameters = "method_parameters",
    Module = "module",
    Nil = "nil",
    OperatorAssignment = "operator_assignment",
    OptionalParameter = "optional_parameter",
    Pair = "pair",
    Parenthesized = "parenthesized_statements",
    Rescue = "rescue",
    RescueModifier = "rescue_modifier",
    Return = "return",
    RightList = "right_assignment_list",
    ScopeResolution = "scope_resolution",
    SelfName = "self",
    SimpleSymbol = "simple_symbol",
    SingletonClass = "singleton_class",
    SingletonMethod = "singleton_method",
    Splat = "splat_argument",
    SplatParameter = "splat_parameter",
    String = "string",
    StringArray = "string_array",
    StringContent = "string_content",
    Super = "super",
    Superclass = "superclass",
    SymbolArray = "symbol_array",
    True = "true",
    Unary = "unary",
}

fields! { Fields for [Dialect::Ruby];
    arguments = "arguments",
    block = "block",
    body = "body",
    condition = "condition",
    key = "key",
    left = "left",
    method = "method",
    name = "name",
    object = "object",
    operator = "operator",
    parameters = "parameters",
    receiver = "receiver",
    right = "right",
    scope = "scope",
    value = "value",
}

/// Reads a file.
pub fn read<'s>(parsers: &mut Parsers, text: &'s str) -> Reading<'s> {
    let Some(tree) = parsers.parse(Dialect::Ruby, text) else {
        return Reading::stopped();
    };
    let root = tree.root_node();
    let mut reader = Reader {
        text,
        fields: Fields::of(Dialect::Ruby),
        build: Builder::default(),
        cursors: Cursors::default(),
        links: Vec::new(),
    };
    reader.visit(root);
    let facts = reader.build.finish();
    Reading::whole(facts, root.has_error())
}

/// The state of one walk.
struct Reader<'s, 't> {
    text: &'s str,
    fields: &'static Fields,
    build: Builder<'s>,
    cursors: Cursors<'t>,
    /// The calls, members and operands of the chains being read; each chain uses the end of it.
    links: Vec<(Node<'t>, CallId)>,
}

impl<'s, 't> Reader<'s, 't> {
    /// The source of a node.
    fn source(&self, node: Node<'t>) -> &'s str {
        span(node).of(self.text)
    }

    walks!(_reader, node => Kind::of(node) == Kind::Comment);

    /// Takes the facts of `node`; whether the walk should look at its children too.
    fn enter(&mut self, node: Node<'t>) -> bool {
        match Kind::of(node) {
            Kind::Comment => self.comment(node),
            Kind::Class | Kind::Module => self.type_declaration(node),
            Kind::Method | Kind::SingletonMethod => {
                self.method(node);
            }
            Kind::ExceptionVariable => self.visit_target(node),
            Kind::Return => self.return_statement(node),
            Kind::Call
            | Kind::ElementReference
            | Kind::Lambda
            | Kind::Assignment
            | Kind::OperatorAssignment
            | Kind::Block
            | Kind::DoBlock => {
                self.value(node);
            }
            _ => return true,
        }
        false
    }

    fn other(&mut self, node: Node<'t>) -> ValueId {
        self.build.value(ValueKind::Other, span(node))
    }
}
