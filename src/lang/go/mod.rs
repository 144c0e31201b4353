//! Go through facts.

mod declarations;
mod expressions;
mod imports;
mod literals;
mod new_expression;
mod strings;
#[cfg(test)]
mod tests;

use tree_sitter::{Node, TreeCursor};

use super::builder::Builder;
use super::tree::{fields, kinds, span};
use super::{Parsers, Reading};
use crate::model::facts::{BindingKind, Comment, ValueId, ValueKind};
use crate::model::language::Dialect;

kinds! { Kind for Dialect::Go;
    Comment = "comment",
    Package = "package_clause",
    ImportSpec = "import_spec",
    Function = "function_declaration",
    Method = "method_declaration",
    MethodElem = "method_elem",
    TypeSpec = "type_spec",
    TypeAlias = "type_alias",
    TypeElem = "type_elem",
    ConstSpec = "const_spec",
    VarSpec = "var_spec",
    ShortVar = "short_var_declaration",
    Assignment = "assignment_statement",
    Inc = "inc_statement",
    Dec = "dec_statement",
    RangeClause = "range_clause",
    Receive = "receive_statement",
    TypeSwitch = "type_switch_statement",
    Return = "return_statement",
    Parameter = "parameter_declaration",
    Variadic = "variadic_parameter_declaration",
    ParameterList = "parameter_list",
    Field = "field_declaration",
    Call = "call_expression",
    Selector = "selector_expression",
    Index = "index_expression",
    TypeAssertion = "type_assertion_expression",
    TypeConversion = "type_conversion_expression",
    TypeInstantiation = "type_instantiation_expression",
    Parenthesized = "parenthesized_expression",
    Unary = "unary_expression",
    Binary = "binary_expression",
    Composite = "composite_literal",
    LiteralValue = "literal_value",
    LiteralElement = "literal_element",
    KeyedElement = "keyed_element",
    FuncLiteral = "func_literal",
    Arguments = "argument_list",
    VariadicArgument = "variadic_argument",
    TypeArguments = "type_arguments",
    Identifier = "identifier",
    FieldIdentifier = "field_identifier",
    PackageIdentifier = "package_identifier",
    TypeIdentifier = "type_identifier",
    QualifiedType = "qualified_type",
    GenericType = "generic_type",
    PointerType = "pointer_type",
    ParenthesizedType = "parenthesized_type",
    ArrayType = "array_type",
    ImplicitArrayType = "implicit_length_array_type",
    SliceType = "slice_type",
    MapType = "map_type",
    StructType = "struct_type",
    InterfaceType = "interface_type",
    RawString = "raw_string_literal",
    String = "interpreted_string_literal",
    Int = "int_literal",
    Float = "float_literal",
    Imaginary = "imaginary_literal",
    Nil = "nil",
    True = "true",
    False = "false",
    Dot = "dot",
    Blank = "blank_identifier",
}

fields! { Field for Dialect::Go;
    Name = "name",
    Type = "type",
    Value = "value",
    Left = "left",
    Right = "right",
    Receiver = "receiver",
    Parameters = "parameters",
    Result = "result",
}

/// Reads a file.
pub fn read<'s>(parsers: &mut Parsers, text: &'s str) -> Reading<'s> {
    let Some(mut tree) = parsers.parse(Dialect::Go, text) else {
        return Reading::stopped();
    };
    if tree.root_node().has_error()
        && let Some(plain) = new_expression::as_plain_calls(text)
        && let Some(second) = parsers.parse(Dialect::Go, &plain)
    {
        // Same length, same places: the facts are still read from `text`.
        tree = second;
    }
    let root = tree.root_node();
    let mut walker = Walker {
        text,
        cursor: root.walk(),
        build: Builder::default(),
        links: Vec::new(),
        targets: Vec::new(),
        values: Vec::new(),
        receiver: None,
    };
    walker.walk();
    Reading::whole(walker.build.facts, root.has_error())
}

/// A method's own object while its body is walked.
#[derive(Clone, Copy)]
struct Receiver<'s> {
    name: &'s str,
    owner: &'s str,
}

/// The walk. Every method reads the node under the cursor and leaves the cursor on it.
struct Walker<'s, 't> {
    text: &'s str,
    cursor: TreeCursor<'t>,
    build: Builder<'s>,
    /// Open left spines of expressions, innermost last.
    links: Vec<expressions::Link>,
    /// Bindings waiting for their values: indices into the facts.
    targets: Vec<Option<usize>>,
    /// Values waiting to be paired with them.
    values: Vec<ValueId>,
    receiver: Option<Receiver<'s>>,
}

impl<'s, 't> Walker<'s, 't> {
    fn node(&self) -> Node<'t> {
        self.cursor.node()
    }

    fn kind(&self) -> Kind {
        Kind::of(self.cursor.node())
    }

    fn field(&self) -> Field {
        Field::of(self.cursor.field_id())
    }

    fn text_of(&self, node: Node<'_>) -> &'s str {
        self.text
            .get(node.start_byte()..node.end_byte())
            .unwrap_or("")
    }

    /// The first byte of the node under the cursor: tells operators apart.
    fn first_byte(&self) -> u8 {
        let at = self.node().start_byte();
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn comment(&mut self) {
        let node = self.node();
        let text = self.text_of(node);
        self.build.facts.comments.push(Comment {
            text,
            span: span(node),
        });
    }

    /// Calls `each` with the cursor on every named child; comments are taken on the way.
    fn children(&mut self, mut each: impl FnMut(&mut Self, Kind)) {
        if !self.cursor.goto_first_child() {
            return;
        }
        loop {
            if self.node().is_named() {
                match self.kind() {
                    Kind::Comment => self.comment(),
                    kind => each(self, kind),
                }
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
    }

    /// Moves on to the next named sibling that is not a comment.
    fn next(&mut self) -> bool {
        while self.cursor.goto_next_sibling() {
            if self.settled() {
                return true;
            }
        }
        false
    }

    /// Moves down to the first named child that is not a comment; stays when there is none.
    fn down_to_first(&mut self) -> bool {
        if !self.cursor.goto_first_child() {
            return false;
        }
        if self.settled() || self.next() {
            return true;
        }
        self.cursor.goto_parent();
        false
    }

    /// Whether the cursor stands on a named node to work with. Comments are taken, and what is in
    /// the way because it does not parse is searched.
    fn settled(&mut self) -> bool {
        if !self.node().is_named() {
            return false;
        }
        if self.node().is_error() {
            self.walk();
            return false;
        }
        if self.kind() == Kind::Comment {
            self.comment();
            return false;
        }
        true
    }

    /// Visits everything below the node under the cursor. Nodes that mean nothing by themselves are
    /// passed through without recursion, so that nested statements cost no stack.
    fn walk(&mut self) {
        if !self.cursor.goto_first_child() {
            return;
        }
        let mut depth = 1_u32;
        loop {
            if !self.visit() && self.cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            while !self.cursor.goto_next_sibling() {
                self.cursor.goto_parent();
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
        }
    }

    /// Takes the node under the cursor whole, or answers `false`: look at its children.
    fn visit(&mut self) -> bool {
        match self.kind() {
            Kind::Comment => self.comment(),
            Kind::Call | Kind::FuncLiteral | Kind::TypeConversion => {
                self.expression();
            }
            Kind::Package => self.package(),
            Kind::ImportSpec => self.import(),
            Kind::Function | Kind::Method => {
                self.function();
            }
            Kind::TypeSpec | Kind::TypeAlias => self.type_spec(),
            Kind::ConstSpec => self.named_values(BindingKind::Constant),
            Kind::VarSpec => self.named_values(BindingKind::Variable),
            Kind::ShortVar | Kind::Assignment | Kind::RangeClause | Kind::Receive => {
                self.assignment();
            }
            Kind::Inc | Kind::Dec => self.counted(),
            Kind::TypeSwitch => {
                self.type_switch_head();
                return false;
            }
            Kind::Return => self.return_statement(),
            Kind::String | Kind::RawString => {}
            _ => return false,
        }
        true
    }

    /// Visits the node under the cursor, or what is below it.
    fn visit_or_walk(&mut self) {
        if !self.visit() {
            self.walk();
        }
    }

    fn other(&mut self) -> ValueId {
        let at = span(self.node());
        self.build.value(ValueKind::Other, at)
    }
}
