//! Expressions: the calls in them and the values they have.

use syn::{BinOp, Block, Expr, ExprClosure, ExprStruct, Path, QSelf, ReturnType, Stmt, UnOp};

use super::patterns::Given;
use super::{Reader, extent};
use crate::model::facts::{Function, ValueId, ValueKind};
use crate::model::place::Span;

impl Reader<'_> {
    /// Reads a block; gives the value of its tail.
    pub(super) fn block(&mut self, block: &Block) -> Option<ValueId> {
        self.statements(&block.stmts)
    }

    /// Reads statements; gives the value of the last one where it has no semicolon.
    pub(super) fn statements(&mut self, statements: &[Stmt]) -> Option<ValueId> {
        let (last, others) = statements.split_last()?;
        for statement in others {
            self.statement(statement);
        }
        match last {
            Stmt::Expr(expr, None) => self.tail(expr),
            Stmt::Macro(mac) if mac.semi_token.is_none() => Some(self.macro_call(&mac.mac)),
            _ => {
                self.statement(last);
                None
            }
        }
    }

    /// A tail expression; `None` where it only jumps or loops.
    fn tail(&mut self, expr: &Expr) -> Option<ValueId> {
        match expr {
            Expr::Return(_)
            | Expr::Break(_)
            | Expr::Continue(_)
            | Expr::While(_)
            | Expr::ForLoop(_)
            | Expr::Assign(_) => {
                self.visit(expr);
                None
            }
            _ => Some(self.value(expr)),
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Local(local) => {
                let init = local.init.as_ref();
                let refutable = init.is_some_and(|init| init.diverge.is_some());
                self.let_pattern(&local.pat, init.map(|init| &*init.expr), refutable);
                if let Some((_, diverge)) = init.and_then(|init| init.diverge.as_ref()) {
                    self.visit(diverge);
                }
            }
            Stmt::Item(item) => self.item(item),
            Stmt::Expr(expr, _) => self.visit(expr),
            Stmt::Macro(mac) => {
                self.macro_call(&mac.mac);
            }
        }
    }

    /// Reads an expression whose value nobody wants.
    pub(super) fn visit(&mut self, expr: &Expr) {
        if !self.builder.down() {
            self.builder.up();
            return;
        }
        match expr {
            Expr::Assign(e) => self.assign(&e.left, &e.right),
            Expr::Binary(e) => self.operands(&e.left, &e.right),
            Expr::Block(e) => self.visit_block(&e.block),
            Expr::Unsafe(e) => self.visit_block(&e.block),
            Expr::If(_) => self.visit_if(expr),
            Expr::Match(e) => {
                let value = self.value(&e.expr);
                for arm in &e.arms {
                    self.pattern(&arm.pat, matched(value));
                    self.visit(&arm.body);
                }
            }
            Expr::While(e) => {
                self.visit(&e.cond);
                self.visit_block(&e.body);
            }
            Expr::Loop(e) => self.visit_block(&e.body),
            Expr::ForLoop(e) => {
                let of = self.value(&e.expr);
                self.loop_pattern(&e.pat, of);
                self.visit_block(&e.body);
            }
            Expr::Let(e) => {
                let value = self.value(&e.expr);
                self.pattern(&e.pat, matched(value));
            }
            Expr::Return(e) => {
                if let Some(value) = &e.expr {
                    let value = self.value(value);
                    self.returns(value);
                }
            }
            Expr::Break(e) => {
                if let Some(value) = &e.expr {
                    self.visit(value);
                }
            }
            Expr::Yield(e) => {
                if let Some(value) = &e.expr {
                    self.visit(value);
                }
            }
            Expr::Range(e) => {
                for end in [&e.start, &e.end].into_iter().flatten() {
                    self.visit(end);
                }
            }
            Expr::Path(_) | Expr::Lit(_) | Expr::Continue(_) | Expr::Infer(_) => {}
            Expr::Verbatim(tokens) => self.unknown(tokens),
            _ => {
                self.value_inside(expr);
            }
        }
        self.builder.up();
    }

    fn visit_block(&mut self, block: &Block) {
        for statement in &block.stmts {
            self.statement(statement);
        }
    }

    /// A chain of `else if` is as long as it is, not as deep.
    fn visit_if(&mut self, mut expr: &Expr) {
        while let Expr::If(e) = expr {
            self.visit(&e.cond);
            self.visit_block(&e.then_branch);
            match &e.else_branch {
                Some((_, branch)) => expr = branch,
                None => return,
            }
        }
        self.visit(expr);
    }

    /// Visits both sides of an operator, a long chain of them without recursion.
    fn operands(&mut self, left: &Expr, right: &Expr) {
        let mut rights = vec![right];
        let mut first = left;
        while let Expr::Binary(e) = first {
            rights.push(&e.right);
            first = &e.left;
        }
        self.visit(first);
        for right in rights.into_iter().rev() {
            self.visit(right);
        }
    }

    /// Reads an expression and gives its value.
    pub(super) fn value(&mut self, expr: &Expr) -> ValueId {
        let id = if self.builder.down() {
            self.value_inside(expr)
        } else {
            self.other(expr)
        };
        self.builder.up();
        id
    }

    fn value_inside(&mut self, mut expr: &Expr) -> ValueId {
        // What only passes a value on.
        loop {
            expr = match expr {
                Expr::Paren(e) => &e.expr,
                Expr::Group(e) => &e.expr,
                Expr::Reference(e) => &e.expr,
                Expr::RawAddr(e) => &e.expr,
                Expr::Cast(e) => &e.expr,
                Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => &e.expr,
                _ => break,
            };
        }
        match expr {
            Expr::Lit(e) => self.literal(&e.lit),
            Expr::Path(e) => self.path(e.qself.as_ref(), &e.path),
            Expr::Call(_)
            | Expr::MethodCall(_)
            | Expr::Field(_)
            | Expr::Index(_)
            | Expr::Try(_)
            | Expr::Await(_) => self.postfix(expr),
            Expr::Macro(e) => self.macro_call(&e.mac),
            Expr::Struct(e) => self.struct_literal(e),
            Expr::Closure(e) => self.closure(e),
            Expr::Array(e) => self.list(expr, e.elems.iter()),
            Expr::Tuple(e) if e.elems.is_empty() => {
                let span = self.extent(expr);
                self.builder.value(ValueKind::Null, span)
            }
            Expr::Tuple(e) => self.list(expr, e.elems.iter()),
            Expr::Repeat(e) => {
                self.visit(&e.len);
                self.list(expr, std::iter::once(&*e.expr))
            }
            Expr::Binary(e) if matches!(e.op, BinOp::Add(_)) => self.sum(expr),
            Expr::Unary(e) => self.unary(expr, &e.op, &e.expr),
            Expr::Block(e) => self.block_value(expr, &e.block),
            Expr::Unsafe(e) => self.block_value(expr, &e.block),
            Expr::Const(e) => self.block_value(expr, &e.block),
            Expr::Async(e) => self.block_value(expr, &e.block),
            Expr::TryBlock(e) => self.block_value(expr, &e.block),
            Expr::If(_) => self.if_value(expr),
            Expr::Match(e) => {
                let scrutinee = self.value(&e.expr);
                let mut values = Vec::with_capacity(e.arms.len());
                for arm in &e.arms {
                    self.pattern(&arm.pat, matched(scrutinee));
                    values.extend(self.tail(&arm.body));
                }
                self.either(expr, values)
            }
            _ => {
                self.visit(expr);
                self.other(expr)
            }
        }
    }

    /// The bytes of an expression.
    pub(super) fn extent(&self, expr: &Expr) -> Span {
        self.between(extent::expr_start(expr), extent::expr_end(expr))
    }

    fn other(&mut self, expr: &Expr) -> ValueId {
        let span = self.extent(expr);
        self.builder.value(ValueKind::Other, span)
    }

    fn block_value(&mut self, expr: &Expr, block: &Block) -> ValueId {
        match self.block(block) {
            Some(value) => value,
            None => self.other(expr),
        }
    }

    fn if_value(&mut self, whole: &Expr) -> ValueId {
        let mut values = Vec::new();
        let mut expr = whole;
        while let Expr::If(e) = expr {
            self.visit(&e.cond);
            values.extend(self.block(&e.then_branch));
            match &e.else_branch {
                Some((_, branch)) => expr = branch,
                // Without an `else` there is no value.
                None => return self.other(whole),
            }
        }
        values.extend(self.tail(expr));
        self.either(whole, values)
    }

    /// One of `values`, those left out that say nothing.
    fn either(&mut self, expr: &Expr, mut values: Vec<ValueId>) -> ValueId {
        let facts = &self.builder.facts;
        values.retain(|value| !matches!(facts.value(*value).kind, ValueKind::Other));
        match values[..] {
            [] => self.other(expr),
            [only] => only,
            _ => {
                let span = self.extent(expr);
                self.builder.value(ValueKind::Either(values), span)
            }
        }
    }

    fn list<'e>(&mut self, expr: &Expr, items: impl Iterator<Item = &'e Expr>) -> ValueId {
        let values = items.map(|item| self.value(item)).collect();
        let span = self.extent(expr);
        self.builder.value(ValueKind::List(values), span)
    }

    /// `a + b + c`, which may build a string unless a number takes part.
    fn sum(&mut self, whole: &Expr) -> ValueId {
        let mut parts = Vec::new();
        let mut expr = whole;
        while let Expr::Binary(e) = expr
            && matches!(e.op, BinOp::Add(_))
        {
            parts.push(&*e.right);
            expr = &e.left;
        }
        parts.push(expr);
        let values: Vec<ValueId> = parts
            .into_iter()
            .rev()
            .map(|part| self.value(part))
            .collect();
        let facts = &self.builder.facts;
        if values
            .iter()
            .any(|value| matches!(facts.value(*value).kind, ValueKind::Number(_)))
        {
            return self.other(whole);
        }
        let span = self.extent(whole);
        self.builder.value(ValueKind::Concat(values), span)
    }

    fn unary(&mut self, whole: &Expr, op: &UnOp, mut operand: &Expr) -> ValueId {
        while let Expr::Unary(inner) = operand {
            operand = &inner.expr;
        }
        if let (UnOp::Neg(_), Expr::Lit(literal)) = (op, operand)
            && matches!(literal.lit, syn::Lit::Int(_) | syn::Lit::Float(_))
        {
            let span = self.extent(whole);
            let written = self.slice(span);
            return self.builder.value(ValueKind::Number(written), span);
        }
        self.visit(operand);
        self.other(whole)
    }

    /// A path as a chain of members, generic arguments dropped.
    pub(super) fn path(&mut self, qself: Option<&QSelf>, path: &Path) -> ValueId {
        let mut base = None;
        let start = match qself {
            Some(qself) if qself.position == 0 => {
                let span = self.between(qself.lt_token.span, qself.gt_token.span);
                let kind = match &*qself.ty {
                    syn::Type::Path(ty) => match ty.path.segments.last() {
                        Some(last) => ValueKind::Name(self.name(&last.ident).0),
                        None => ValueKind::Other,
                    },
                    _ => ValueKind::Other,
                };
                base = Some(self.builder.value(kind, span));
                Some(span.start)
            }
            _ => None,
        };
        let alone = path.segments.len() == 1 && base.is_none();
        let mut start = start;
        for segment in &path.segments {
            let (name, span) = self.name(&segment.ident);
            let start = *start.get_or_insert(span.start);
            let span = Span {
                start,
                end: span.end,
            };
            let kind = match base {
                Some(base) => ValueKind::Member { base, name },
                None if alone && name == "None" => ValueKind::Null,
                None => ValueKind::Name(name),
            };
            base = Some(self.builder.value(kind, span));
        }
        base.unwrap_or_else(|| self.builder.value(ValueKind::Other, Span::default()))
    }

    fn struct_literal(&mut self, literal: &ExprStruct) -> ValueId {
        let start = literal.qself.as_ref().map_or_else(
            || extent::path_start(&literal.path),
            |qself| qself.lt_token.span,
        );
        let span = self.between(start, literal.brace_token.span.close());
        let of = self.path(literal.qself.as_ref(), &literal.path);
        let mut fields = Vec::with_capacity(literal.fields.len());
        for field in &literal.fields {
            let at = self.span(extent::member(&field.member));
            let written = self.slice(at);
            let name = written.strip_prefix("r#").unwrap_or(written);
            fields.push((name, self.value(&field.expr)));
        }
        if let Some(rest) = &literal.rest {
            self.visit(rest);
        }
        self.builder.value(ValueKind::Struct { of, fields }, span)
    }

    fn closure(&mut self, closure: &ExprClosure) -> ValueId {
        let first = closure
            .constness
            .as_ref()
            .map(|token| token.span)
            .or(closure.asyncness.as_ref().map(|token| token.span))
            .or(closure.capture.as_ref().map(|token| token.span))
            .unwrap_or(closure.inputs_begin.span);
        let span = self.between(first, extent::expr_end(&closure.body));
        let function = Function {
            name: "",
            owner: None,
            receiver: None,
            parent: None,
            returns: match &closure.output {
                ReturnType::Type(_, ty) => Some(self.type_text(ty)),
                ReturnType::Default => None,
            },
            span,
            name_span: self.span(first),
            parameters: closure.inputs.len() as u16,
            variadic: false,
            exported: false,
            is_macro: false,
        };
        let id = self.builder.enter_function(function);
        for (index, input) in closure.inputs.iter().enumerate() {
            let given = Given {
                parameter: Some(index as u16),
                ..Given::default()
            };
            self.pattern(input, given);
        }
        let value = match &*closure.body {
            Expr::Block(body) => self.block(&body.block),
            body => self.tail(body),
        };
        if let Some(value) = value {
            self.returns(value);
        }
        self.builder.leave_function();
        self.builder.value(ValueKind::Closure(id), span)
    }
}

fn matched<'s>(value: ValueId) -> Given<'s> {
    Given {
        value: Some(value),
        refutable: true,
        ..Given::default()
    }
}
